// Command generate rewrites the CSV folder of the rotation example.
//
//	go run ./examples/rotation/generate DIR
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mutasi-go/mutasi/examples/rotation/cityscape"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, f := range cityscape.Files() {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Text, 0o666); err != nil {
			return err
		}
	}
	return nil
}
