// Checks notes, proofs and trees with the packages that Go's checksum database is made of
// (golang.org/x/mod/sumdb/note and tlog), and makes some for others to check. Used by PeerTests.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Println("no:", err)
		os.Exit(3)
	}
	return value
}

func number(text string) int64 { return must(strconv.ParseInt(text, 10, 64)) }

func hash(text string) (h tlog.Hash) {
	if copy(h[:], must(base64.StdEncoding.DecodeString(text))) != len(h) {
		must(0, fmt.Errorf("%q is no hash", text))
	}
	return h
}

// checkpoint opens a note by its key and reads size and root.
func checkpoint(vkey string, signed []byte) (int64, tlog.Hash) {
	verifier := must(note.NewVerifier(vkey))
	opened := must(note.Open(signed, note.VerifierList(verifier)))
	lines := strings.Split(opened.Text, "\n")
	return number(lines[1]), hash(lines[2])
}

// hashes reads lines of base64 up to the first empty one.
func hashes(lines []string) (found []tlog.Hash) {
	for _, line := range lines {
		found = append(found, hash(line))
	}
	return found
}

// split takes apart what stands before and behind the first empty line.
func split(path string) ([]string, []byte) {
	file := must(os.ReadFile(path))
	end := bytes.Index(file, []byte("\n\n"))
	return strings.Split(string(file[:end]), "\n"), file[end+2:]
}

// inclusion checks a tlog-proof of the entry in a file.
func inclusion(vkey, proof, entry string) {
	head, signed := split(proof)
	size, root := checkpoint(vkey, signed)
	index := number(strings.TrimPrefix(head[1], "index "))
	leaf := tlog.RecordHash(must(os.ReadFile(entry)))
	must(0, tlog.CheckRecord(tlog.RecordProof(hashes(head[2:])), size, root, index, leaf))
}

// consistency checks a request to a witness against an older checkpoint.
func consistency(vkey, older, request string) {
	oldSize, oldRoot := checkpoint(vkey, must(os.ReadFile(older)))
	head, signed := split(request)
	size, root := checkpoint(vkey, signed)
	must(0, tlog.CheckTree(tlog.TreeProof(hashes(head[1:])), size, root, oldSize, oldRoot))
}

// sign makes a key, and with it a note of the text in a file.
func sign(name, path string) {
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	must(0, err)
	signer := must(note.NewSigner(skey))
	signed := must(note.Sign(&note.Note{Text: string(must(os.ReadFile(path)))}, signer))
	fmt.Printf("%s\n%s", vkey, signed)
}

func join(hashes []tlog.Hash) string {
	var words []string
	for _, h := range hashes {
		words = append(words, h.String())
	}
	return strings.Join(words, " ")
}

// tree prints the roots and proofs of all logs of up to count entries "leaf 0", "leaf 1", ….
func tree(count int64) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for size := int64(1); size <= count; size++ {
		entry := []byte(fmt.Sprintf("leaf %d", size-1))
		stored = append(stored, must(tlog.StoredHashes(size-1, entry, reader))...)
		fmt.Printf("root %d 0 %s\n", size, must(tlog.TreeHash(size, reader)))
		for old := int64(1); old <= size; old++ {
			fmt.Printf("grown %d %d %s\n", size, old, join(must(tlog.ProveTree(size, old, reader))))
			fmt.Printf("has %d %d %s\n", size, old-1, join(must(tlog.ProveRecord(size, old-1, reader))))
		}
	}
}

func main() {
	arguments := os.Args[1:]
	switch {
	case len(arguments) == 4 && arguments[0] == "inclusion":
		inclusion(arguments[1], arguments[2], arguments[3])
	case len(arguments) == 4 && arguments[0] == "consistency":
		consistency(arguments[1], arguments[2], arguments[3])
	case len(arguments) == 3 && arguments[0] == "note":
		checkpoint(arguments[1], must(os.ReadFile(arguments[2])))
	case len(arguments) == 3 && arguments[0] == "sign":
		sign(arguments[1], arguments[2])
		return
	case len(arguments) == 2 && arguments[0] == "tree":
		tree(number(arguments[1]))
		return
	default:
		must(0, fmt.Errorf("unknown arguments"))
	}
	fmt.Println("yes")
}
