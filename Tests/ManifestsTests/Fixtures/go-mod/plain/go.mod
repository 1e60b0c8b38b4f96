module example.org/shop

go 1.23

require example.org/anchor v0.4.1

require (
	example.org/buoy/v2 v2.1.0+incompatible
	"example.org/cleat" v0.0.0-20240101000000-abcdefabcdef // indirect
)

exclude example.org/delta v1.0.0

replace example.org/anchor => ../anchor
