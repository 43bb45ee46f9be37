// A second opinion on our logs, by Go's own sumdb/note and sumdb/tlog.
//
//	log golden          print the checkpoint of the golden log
//	log write DIR SIZE  write a log as C2SP static files, and two proof files
//	log verify DIR      verify such a log from its files alone, and the proofs
//
// The library knows the hashes, the proofs and the notes; of the C2SP layout only the
// paths and the bundles are written out here.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	origin = "school.example/vestibule"
	width  = 256
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func require(claim bool, format string, args ...interface{}) {
	if !claim {
		check(fmt.Errorf(format, args...))
	}
}

func entry(i int64) []byte {
	return []byte(fmt.Sprintf(`{"kind":"test","seq":%d}`, i))
}

// signer is the Ed25519 key whose seed is 32 bytes of 7.
func signer() (note.Signer, string) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	vkey, err := note.NewEd25519VerifierKey(origin, key.Public().(ed25519.PublicKey))
	check(err)
	id := sha256.Sum256(append([]byte(origin+"\n\x01"), key.Public().(ed25519.PublicKey)...))
	skey := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, binary.BigEndian.Uint32(id[:]),
		base64.StdEncoding.EncodeToString(append([]byte{1}, key.Seed()...)))
	s, err := note.NewSigner(skey)
	check(err)
	return s, vkey
}

func sign(size int64, root tlog.Hash) []byte {
	s, _ := signer()
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
	signed, err := note.Sign(&note.Note{Text: text}, s)
	check(err)
	return signed
}

// path is that of tlog-tiles: three digits a folder.
func path(kind string, index int64, w int) string {
	name := fmt.Sprintf("%03d", index%1000)
	for index >= 1000 {
		index /= 1000
		name = fmt.Sprintf("x%03d/%s", index%1000, name)
	}
	if w < width {
		name += fmt.Sprintf(".p/%d", w)
	}
	return "tile/" + kind + "/" + name
}

// each calls f for every tile of a level of `count` hashes.
func each(count int64, f func(index int64, w int)) {
	for i := int64(0); i*width < count; i++ {
		w := width
		if count-i*width < width {
			w = int(count - i*width)
		}
		f(i, w)
	}
}

// stored is a tree in memory, as tlog.StoredHashes orders it.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		list[i] = s[index]
	}
	return list, nil
}

func grow(entries [][]byte) stored {
	var tree stored
	for i, e := range entries {
		hashes, err := tlog.StoredHashes(int64(i), e, tree)
		check(err)
		tree = append(tree, hashes...)
	}
	return tree
}

func put(dir, name string, content []byte) {
	name = filepath.Join(dir, name)
	check(os.MkdirAll(filepath.Dir(name), 0o777))
	check(os.WriteFile(name, content, 0o666))
}

func get(dir, name string) []byte {
	content, err := os.ReadFile(filepath.Join(dir, name))
	check(err)
	return content
}

// tiles gives the content of every hash tile of a tree.
func tiles(tree stored, size int64, f func(name string, content []byte)) {
	for level := 0; size>>(8*level) > 0; level++ {
		each(size>>(8*level), func(index int64, w int) {
			var content []byte
			for i := 0; i < w; i++ {
				hash := tree[tlog.StoredHashIndex(8*level, index*width+int64(i))]
				content = append(content, hash[:]...)
			}
			f(path(strconv.Itoa(level), index, w), content)
		})
	}
}

func proofFile(tree stored, size, index int64, checkpoint []byte) []byte {
	proof, err := tlog.ProveRecord(size, index, tree)
	check(err)
	text := fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n", index)
	for _, hash := range proof {
		text += hash.String() + "\n"
	}
	return append([]byte(text+"\n"), checkpoint...)
}

func write(dir string, size int64) {
	var entries [][]byte
	for i := int64(0); i < size; i++ {
		entries = append(entries, entry(i))
	}
	tree := grow(entries)
	root, err := tlog.TreeHash(size, tree)
	check(err)
	tiles(tree, size, func(name string, content []byte) { put(dir, name, content) })
	each(size, func(index int64, w int) {
		var bundle []byte
		for _, e := range entries[index*width : index*width+int64(w)] {
			bundle = append(bundle, byte(len(e)>>8), byte(len(e)))
			bundle = append(bundle, e...)
		}
		put(dir, path("entries", index, w), bundle)
	})
	checkpoint := sign(size, root)
	for _, index := range []int64{0, size - 1} {
		name := fmt.Sprintf("entry-%d", index)
		put(dir, name, entries[index])
		put(dir, name+".tlog-proof", proofFile(tree, size, index, checkpoint))
	}
	_, vkey := signer()
	put(dir, "vkey", []byte(vkey+"\n"))
	put(dir, "checkpoint", checkpoint)
}

// open verifies a signed checkpoint and takes it apart.
func open(dir string, signed []byte) tlog.Tree {
	verifier, err := note.NewVerifier(strings.TrimSpace(string(get(dir, "vkey"))))
	check(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	require(len(lines) == 4 && lines[0] == verifier.Name(), "not a checkpoint: %q", opened.Text)
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

func verifyProof(dir, name string) {
	file := string(get(dir, name))
	head := strings.SplitN(file, "\n\n", 2)
	lines := strings.Split(head[0], "\n")
	require(lines[0] == "c2sp.org/tlog-proof@v1", "%s: no proof file", name)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	check(err)
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		check(err)
		proof = append(proof, hash)
	}
	tree := open(dir, []byte(head[1]))
	leaf := tlog.RecordHash(get(dir, strings.TrimSuffix(name, ".tlog-proof")))
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf))
}

func verify(dir string) {
	tree := open(dir, get(dir, "checkpoint"))
	var entries [][]byte
	each(tree.N, func(index int64, w int) {
		bundle := get(dir, path("entries", index, w))
		for i := 0; i < w; i++ {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:end])
			bundle = bundle[end:]
		}
		require(len(bundle) == 0, "bundle %d has more than its entries", index)
	})
	hashes := grow(entries)
	root, err := tlog.TreeHash(tree.N, hashes)
	check(err)
	require(root == tree.Hash, "the entries do not lead to the root")
	tiles(hashes, tree.N, func(name string, content []byte) {
		require(bytes.Equal(content, get(dir, name)), "%s differs", name)
	})
	proofs, err := filepath.Glob(filepath.Join(dir, "*.tlog-proof"))
	check(err)
	require(len(proofs) > 0, "there are no proof files")
	for _, name := range proofs {
		verifyProof(dir, filepath.Base(name))
	}
	fmt.Printf("%d entries and %d proofs hold\n", tree.N, len(proofs))
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "golden":
		tree := grow([][]byte{entry(0), entry(1), entry(2), entry(3), entry(4)})
		root, err := tlog.TreeHash(5, tree)
		check(err)
		os.Stdout.Write(sign(5, root))
	case len(os.Args) == 4 && os.Args[1] == "write":
		size, err := strconv.ParseInt(os.Args[3], 10, 64)
		check(err)
		write(os.Args[2], size)
	case len(os.Args) == 3 && os.Args[1] == "verify":
		verify(os.Args[2])
	default:
		fmt.Fprintln(os.Stderr, "usage: log golden | write DIR SIZE | verify DIR")
		os.Exit(2)
	}
}
