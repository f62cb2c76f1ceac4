// Command own-plumbline is plumbline with a vendor of one's own.
package main

import (
	"os"

	"github.com/plumbline-api/plumbline"

	"example.com/own-api/shop"
)

func main() { os.Exit(plumbline.Main(shop.Vendor())) }
