#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The tables of README.md and harness/lab/DETECTION.md say what `nonesuch lab --list-defects` says, and a table that does
# not is told from one that does.
source "$SOURCE/harness/tests/e2e/common.bash"

pages=("$SOURCE/README.md" "$SOURCE/harness/lab/DETECTION.md")
settle=(python3 "$SOURCE/harness/tests/e2e/detection.py")
"$NONESUCH" lab --list-defects >defects.txt
expect_code 0 "${settle[@]}" --check "${pages[@]}" <defects.txt

# Stale in either page; mended; without a place.
cp "${pages[@]}" .
sed '1d' defects.txt >fewer.txt
expect_code 1 "${settle[@]}" --check README.md DETECTION.md <fewer.txt
expect_words 'stale' '--- README.md' '--- DETECTION.md' 'status-403-by-id'
expect_code 0 "${settle[@]}" README.md DETECTION.md <fewer.txt
expect_code 0 "${settle[@]}" --check README.md DETECTION.md <fewer.txt
expect_code 0 "${settle[@]}" README.md DETECTION.md <defects.txt
cmp "${pages[0]}" README.md
sed -i '/end of detection/d' DETECTION.md
expect_code 1 "${settle[@]}" --check README.md DETECTION.md <defects.txt
expect_words 'do not stand there once'
