// Command plumbline judges implementations of documented APIs, and simulates
// them.
package main

import (
	"os"

	"github.com/plumbline-api/plumbline"
)

func main() { os.Exit(plumbline.Main()) }
