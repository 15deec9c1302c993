// SPDX-License-Identifier: GPL-3.0-or-later

// verifylog checks a log's signed checkpoints and proofs with golang.org/x/mod, which shares no code with ours.
// Exit code 0: everything holds; 1: something does not; 2: the input cannot be read.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	Vkey        string     `json:"vkey"`
	Checkpoint  string     `json:"checkpoint"`
	Entries     []string   `json:"entries"`
	Inclusion   [][]string `json:"inclusion"`
	Consistency []struct {
		Checkpoint string   `json:"checkpoint"`
		Proof      []string `json:"proof"`
	} `json:"consistency"`
}

func fail(code int, format string, args ...interface{}) {
	fmt.Printf(format+"\n", args...)
	os.Exit(code)
}

func hashes(list []string) (out []tlog.Hash) {
	for _, text := range list {
		bytes, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(bytes) != tlog.HashSize {
			fail(2, "bad hash %q", text)
		}
		var hash tlog.Hash
		copy(hash[:], bytes)
		out = append(out, hash)
	}
	return out
}

func open(checkpoint string, verifiers note.Verifiers) (int64, tlog.Hash) {
	opened, err := note.Open([]byte(checkpoint), verifiers)
	if err != nil {
		fail(1, "note: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 {
		fail(1, "checkpoint of %d lines", len(lines))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail(1, "size: %v", err)
	}
	return size, hashes(lines[2:3])[0]
}

func main() {
	bytes, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail(2, "%v", err)
	}
	var in input
	if err := json.Unmarshal(bytes, &in); err != nil {
		fail(2, "%v", err)
	}
	verifier, err := note.NewVerifier(in.Vkey)
	if err != nil {
		fail(1, "vkey: %v", err)
	}
	verifiers := note.VerifierList(verifier)
	size, root := open(in.Checkpoint, verifiers)
	if int(size) != len(in.Entries) || len(in.Inclusion) != len(in.Entries) || len(in.Consistency) == 0 {
		fail(2, "sizes do not match")
	}
	for i, entry := range in.Entries {
		if err := tlog.CheckRecord(hashes(in.Inclusion[i]), size, root, int64(i), tlog.RecordHash([]byte(entry))); err != nil {
			fail(1, "inclusion of %d: %v", i, err)
		}
	}
	for _, step := range in.Consistency {
		oldSize, oldRoot := open(step.Checkpoint, verifiers)
		if err := tlog.CheckTree(hashes(step.Proof), size, root, oldSize, oldRoot); err != nil {
			fail(1, "consistency from %d: %v", oldSize, err)
		}
	}
	fmt.Println("ok")
}
