// Command own-api serves a small order API, an API of one's own that Plumbline
// judges from openapi.yaml and the features beside it. FAULTS, or --fault, breaks
// it on purpose; --faults lists what can be broken.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"example.com/own-api/server"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address; port 0 picks a free one")
	broken := flag.String("fault", os.Getenv("FAULTS"), "faults, with commas between them")
	list := flag.Bool("faults", false, "list the faults and exit")
	flag.Parse()
	if *list {
		for _, f := range server.Faults() {
			fmt.Printf("%-28s %-10s %s\n", f.Name, f.Kind, f.Text)
		}
		return
	}
	api, err := server.New(strings.FieldsFunc(*broken, func(r rune) bool { return r == ',' })...)
	if err != nil {
		log.Fatal(err)
	}
	at, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("ready http://%s\n", at.Addr())
	s := http.Server{Handler: api, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(s.Serve(at))
}
