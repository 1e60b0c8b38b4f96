// Deliberately vulnerable: an example for a security gate. Never deploy it.
const http = require("node:http");
const options = require("minimist")(process.argv.slice(2));

http.createServer((request, response) => {
  const url = new URL(request.url, "http://ledgerly.example");
  response.setHeader("Content-Type", "text/html");
  response.end("<h1>Statement of " + url.searchParams.get("account") + "</h1>");
}).listen(options.port);
