// Command generate writes the invented data of the monitoring example into the
// folder that it is given. The same program writes the same bytes.
package main

import (
	"bytes"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: generate FOLDER")
	}
	for name, text := range files() {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// files returns the data: 18 offices over 24 months, of which 12 took part in
// transfers in month 13, and a survey of their staff before and after.
func files() map[string][]byte {
	r := rand.New(rand.NewPCG(2026, 13))
	var panel bytes.Buffer
	panel.WriteString("unit,period,value,treated\n")
	for office := range 18 {
		treated, answer := office%3 != 2, "no"
		if treated {
			answer = "yes"
		}
		level := 68 + 8*r.NormFloat64()
		for month := 1; month <= 24; month++ {
			v := level + 0.15*float64(month) + 2*math.Sin(float64(month)*math.Pi/6) + 2.5*r.NormFloat64()
			if treated && month >= 13 {
				v += 4
			}
			fmt.Fprintf(&panel, "Office %02d,%d,%.1f,%s\n", office+1, month, min(100, max(0, v)), answer)
		}
	}
	var before, after bytes.Buffer
	for _, b := range []*bytes.Buffer{&before, &after} {
		b.WriteString("respondent,group,workload,fit,support,leave\n")
	}
	for person := range 160 {
		group := []string{"front desk", "back office", "field"}[person%3]
		mood := r.NormFloat64()
		for wave, b := range []*bytes.Buffer{&before, &after} {
			silent := 0.12
			if group == "field" {
				silent = 0.4 // people in the field answer less often
			}
			fmt.Fprintf(b, "%d,%s", person+1, group)
			if r.Float64() < silent {
				b.WriteString(",,,,\n")
				continue
			}
			for item := range 4 {
				v := 2.9 + 0.8*mood + 0.45*float64(wave) + 0.7*r.NormFloat64()
				if item == 3 {
					v = 6 - v // "I often think of leaving"
				}
				if r.Float64() < 0.03 {
					b.WriteString(",")
					continue
				}
				fmt.Fprintf(b, ",%d", min(5, max(1, int(math.Round(v)))))
			}
			b.WriteString("\n")
		}
	}
	return map[string][]byte{"panel.csv": panel.Bytes(), "before.csv": before.Bytes(), "after.csv": after.Bytes()}
}
