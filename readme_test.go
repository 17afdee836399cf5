package mutasi_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The README shows the program of example_program_test.go, which is compiled
// and run, and what it prints. Edit the program there and copy it.
func TestREADMEProgram(t *testing.T) {
	program, output := exampleProgram(t)
	readme := readFile(t, "README.md")
	if diff := cmp.Diff(program, block(t, readme, "```go\n")); diff != "" {
		t.Errorf("the README's program is not that of example_program_test.go (− example, + README):\n%s", diff)
	}
	_, rest, _ := strings.Cut(readme, "It prints\n")
	if diff := cmp.Diff(output, block(t, rest, "```\n")); diff != "" {
		t.Errorf("the README's output is not that of example_program_test.go (− example, + README):\n%s", diff)
	}
}

// exampleProgram returns the example as a program of its own, and its output.
func exampleProgram(t *testing.T) (program, output string) {
	source := readFile(t, "example_program_test.go")
	head, rest, found := strings.Cut(source, "\t// Output:\n")
	if !found {
		t.Fatal("example_program_test.go: the example has no output")
	}
	lines := strings.Split(strings.TrimSuffix(rest, "}\n"), "\n")
	for _, line := range lines[:len(lines)-1] {
		output += strings.TrimPrefix(line, "\t// ") + "\n"
	}
	head = strings.Replace(head, "package mutasi_test\n", "package main\n", 1)
	head = strings.Replace(head, "// The program of the README: it reads a folder of files, makes a plan and proves it.\nfunc Example() {\n", "func main() {\n", 1)
	return head + "}\n", output
}

// block returns the first fenced block of a text that opens with fence.
func block(t *testing.T, text, fence string) string {
	_, rest, found := strings.Cut(text, "\n"+fence)
	if !found {
		t.Fatalf("the README has no block that opens with %q", fence)
	}
	inside, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("a block of the README does not end")
	}
	return inside
}

func readFile(t *testing.T, name string) string {
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(content), "\r\n", "\n") // as a clone may have it
}
