package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed programs/lemon.cpp
var lemonSource []byte

//go:embed programs/peers.py
var pythonSource []byte

// peer is a method of a program. The program runs once per solve, so that memory
// and state of one run are nothing to the next.
type peer struct {
	name    string
	command []string // answers wall seconds, user CPU-seconds and the cost
}

// find returns the peers of this machine, and says which are missing and why.
// Programs are compiled into the folder.
func find(folder, compiler, python string) (peers []peer, missing []string) {
	lemon := filepath.Join(folder, "lemon")
	source := lemon + ".cpp"
	err := os.WriteFile(source, lemonSource, 0o600)
	if err == nil {
		err = quietly(compiler, "-O3", "-march=native", "-o", lemon, source)
	}
	if err == nil {
		peers, err = list("lemon ", lemon)
	}
	if err != nil {
		missing = append(missing, fmt.Sprintf("LEMON (apt install g++ liblemon-dev): %v", err))
	}
	script := filepath.Join(folder, "peers.py")
	var found []peer
	if err = os.WriteFile(script, pythonSource, 0o600); err == nil {
		found, err = list("", python, script)
	}
	if err != nil {
		missing = append(missing, fmt.Sprintf("Python with numpy: %v", err))
	}
	for _, want := range []struct{ name, install string }{{"ortools", "pip install ortools"}, {"pot", "pip install POT"}} {
		if !contains(found, want.name) {
			missing = append(missing, fmt.Sprintf("%s (%s)", want.name, want.install))
		}
	}
	return append(peers, found...), missing
}

func contains(peers []peer, name string) bool {
	for _, p := range peers {
		if p.name == name {
			return true
		}
	}
	return false
}

// quietly runs a program whose output matters only if it fails.
func quietly(program string, args ...string) error {
	text, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
		return fmt.Errorf("%w %s", err, first)
	}
	return nil
}

// list asks a program for the names of its methods.
func list(prefix string, command ...string) ([]peer, error) {
	answer, err := exec.Command(command[0], append(command[1:], "list")...).Output()
	if err != nil {
		return nil, err
	}
	var peers []peer
	for _, name := range strings.Fields(string(answer)) {
		peers = append(peers, peer{prefix + name, append(command[:len(command):len(command)], name)})
	}
	return peers, nil
}

// run solves the instance in a file. ended is a short word if there is no result.
func (p peer) run(path string, limit int) (t timing, cost int64, ended string) {
	var complaint bytes.Buffer
	command := exec.Command(p.command[0], append(p.command[1:], path, strconv.Itoa(limit))...)
	command.Stderr = &complaint
	answer, err := command.Output()
	if err != nil {
		text := strings.TrimSpace(complaint.String())
		switch {
		case strings.Contains(text, "convex costs"):
			return t, 0, "cannot say it"
		case strings.Contains(err.Error(), "CPU"):
			return t, 0, fmt.Sprintf("> %d s", limit)
		default:
			return t, 0, strings.TrimSpace(fmt.Sprintf("%v %s", err, text))
		}
	}
	if _, err := fmt.Sscan(string(answer), &t.wall, &t.user, &cost); err != nil {
		return t, 0, fmt.Sprintf("answers %q: %v", answer, err)
	}
	return t, cost, ""
}
