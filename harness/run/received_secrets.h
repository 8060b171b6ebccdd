/* SPDX-License-Identifier: Apache-2.0
 *
 * received_secrets: secrets that a target hands out: minted API keys, tokens, session cookies. They are left out of
 * reports like those that were configured. Private to run; pure. */
#ifndef NONESUCH_RECEIVED_SECRETS_H
#define NONESUCH_RECEIVED_SECRETS_H

#include "exchange.h"

/* A name that stands for a secret: its last words are "api key", "secret", "password", "passphrase", "private key" or
 * "token", written in any case and with any separator ("agentApiKey", "X-Api-Key"); but tokens of pages are none. */
bool received_secrets_is_name(struct str name);

/* Adds to the redactor the values of such members in the body, whatever it is (JSON, lines of it, events, a torn
 * piece), and of such headers, and the values of cookies. A value of less than 12 bytes, or with a blank, is taken for
 * words. */
void received_secrets_learn(const struct exchange *x, struct redactor *r);

#endif
