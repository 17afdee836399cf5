package main

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
)

//go:embed peers.py
var pythonProgram []byte

//go:embed testdata/lemon.cpp
var lemonProgram []byte

// peers are processes that know other people's solvers.
type peers struct {
	folder    string
	processes []*process
	without   []string
}

// process answers one command at a time; peers.py says which.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	solvers map[string][]string // by kind of instance: dense, batch, sparse
}

// start runs the peers in Python and, where g++ and LEMON are installed, those in
// C++.
func start(python string, without []string) (*peers, error) {
	folder, err := os.MkdirTemp("", "peers")
	if err != nil {
		return nil, err
	}
	p := &peers{folder: folder, without: without}
	script := filepath.Join(folder, "peers.py")
	if err := os.WriteFile(script, pythonProgram, 0o600); err != nil {
		return nil, err
	}
	if err := p.run(exec.Command(python, script)); err != nil {
		return nil, err
	}
	source, program := filepath.Join(folder, "lemon.cpp"), filepath.Join(folder, "lemon")
	if err := os.WriteFile(source, lemonProgram, 0o600); err != nil {
		return nil, err
	}
	if out, err := exec.Command("g++", "-std=c++17", "-O3", "-march=native", "-w", "-o", program, source).CombinedOutput(); err != nil {
		line, _, _ := strings.Cut(string(out), "\n")
		log.Printf("peers: without LEMON, which does not compile: %v %s", err, line)
		return p, nil
	}
	return p, p.run(exec.Command(program))
}

// run starts a process and asks for the names of its solvers.
func (p *peers) run(command *exec.Cmd) (err error) {
	r := &process{command: command, solvers: map[string][]string{}}
	command.Stderr = os.Stderr
	if r.in, err = command.StdinPipe(); err != nil {
		return err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	r.out = bufio.NewReader(out)
	if err := command.Start(); err != nil {
		return err
	}
	p.processes = append(p.processes, r)
	answer, err := r.ask("list")
	kind := ""
	for _, word := range strings.Fields(answer) {
		switch word {
		case "dense", "batch", "sparse":
			kind = word
		default:
			r.solvers[kind] = append(r.solvers[kind], word)
		}
	}
	return err
}

func (p *peers) stop() {
	for _, r := range p.processes {
		r.in.Close()
		r.command.Wait()
	}
	os.RemoveAll(p.folder)
}

// solvers lists the names of those that take a kind of instance.
func (p *peers) solvers(kind string) []string {
	var names []string
	for _, r := range p.processes {
		for _, name := range r.solvers[kind] {
			if !slices.ContainsFunc(p.without, func(w string) bool { return w == name || strings.HasPrefix(name, w+".") }) {
				names = append(names, name)
			}
		}
	}
	return names
}

func (r *process) ask(format string, args ...any) (string, error) {
	if _, err := fmt.Fprintf(r.in, format+"\n", args...); err != nil {
		return "", err
	}
	line, err := r.out.ReadString('\n')
	return strings.TrimSpace(line), err
}

// errSkipped says that a solver does not take such costs.
var errSkipped = errors.New("peers: skipped")

// solve has one solver of a kind solve what has been loaded last.
func (p *peers) solve(kind, name string, count int, clock string) (seconds, cost float64, err error) {
	for _, r := range p.processes {
		if !slices.Contains(r.solvers[kind], name) {
			continue
		}
		answer, err := r.ask("solve %s %d %s", name, count, clock)
		if err != nil {
			return 0, 0, fmt.Errorf("peers: %s: %w", name, err)
		}
		if answer == "skip" {
			return 0, 0, errSkipped
		}
		_, err = fmt.Sscan(answer, &seconds, &cost)
		return seconds, cost, err
	}
	return 0, 0, errSkipped
}

func (p *peers) loadDense(rows, columns int, cost []float64) error {
	return p.load("dense", [2]int64{int64(rows), int64(columns)}, cost)
}

func (p *peers) loadBatch(count, side int, costs []float64) error {
	return p.load("batch", [3]int64{int64(count), int64(side), int64(side)}, costs)
}

func (p *peers) loadSparse(rows int, arcs []instance.Arc) error {
	start := make([]int64, rows+1)
	column := make([]int32, len(arcs))
	cost := make([]float64, len(arcs))
	for k, a := range arcs {
		start[a.Row+1]++
		column[k], cost[k] = int32(a.Column), a.Cost
	}
	for i := range rows {
		start[i+1] += start[i]
	}
	return p.load("sparse", [3]int64{int64(rows), int64(rows), int64(len(arcs))}, start, column, cost)
}

// load hands an instance over in a file to the processes that have a use for it.
func (p *peers) load(kind string, parts ...any) error {
	path := filepath.Join(p.folder, "instance")
	var b bytes.Buffer
	for _, part := range parts {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return err
	}
	wanted := p.solvers(kind)
	for _, r := range p.processes {
		if !slices.ContainsFunc(r.solvers[kind], func(name string) bool { return slices.Contains(wanted, name) }) {
			continue
		}
		if _, err := r.ask("%s %s", kind, path); err != nil {
			return err
		}
	}
	return nil
}
