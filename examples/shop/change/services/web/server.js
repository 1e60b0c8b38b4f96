// Deliberately vulnerable: an example for a security gate. Never deploy it.
const http = require("node:http");
const _ = require("lodash");
const options = require("minimist")(process.argv.slice(2));

http.createServer((request, response) => {
  const url = new URL(request.url, "http://ledgerly.example");
  const filter = _.zipObjectDeep(url.searchParams.getAll("key"), url.searchParams.getAll("value"));
  response.setHeader("Content-Type", "text/html");
  response.setHeader("X-Filter", Object.keys(filter).length);
  response.end("<h1>Statement of " + url.searchParams.get("account") + "</h1>");
}).listen(options.port);
