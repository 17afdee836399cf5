package cityscape

import "strings"

// Syllables of the names. Words of three of them with a rare ending sound at
// home in the archipelago and are hardly anybody's name.
var (
	openings = [...]string{"Ba", "Ca", "Da", "Ga", "Ha", "Ja", "Ka", "La", "Ma", "Na", "Pa", "Ra", "Sa", "Ta", "Wa", "Ya",
		"Be", "Ge", "Ke", "Le", "Me", "Se", "Te", "We", "Bo", "Go", "Jo", "Lo", "Mo", "Po", "Ro", "To"}
	middles = [...]string{"lim", "ran", "bu", "ngga", "ruk", "wun", "te", "lo", "mbe", "ndo", "pi", "su", "ju", "ke", "go", "ye",
		"nta", "rum", "lu", "ba", "we", "so", "mpu", "ri"}
	endings = [...]string{"lon", "ruwi", "ngar", "bet", "tumo", "lep", "ras", "wek", "ngo", "sut", "yun", "pal", "mor", "dis",
		"ket", "rop", "lang", "bun", "nuk", "wis", "tel", "gor", "mah", "jen"}
)

func word(r *random) string {
	return openings[r.below(len(openings))] + middles[r.below(len(middles))] + endings[r.below(len(endings))]
}

// name returns a name of two words that is not taken yet, and takes it.
func name(r *random, taken map[string]bool) string {
	for {
		first, last := word(r), word(r)
		full := first + " " + last
		if first == last || taken[strings.ToLower(full)] {
			continue
		}
		taken[strings.ToLower(full)] = true
		return full
	}
}
