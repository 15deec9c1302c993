// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/signer.h"

namespace countersign {

class Invocation;
struct OptionSpec;

OptionSpec keyOption();
/// The file that holds the signing key: --key, or COUNTERSIGN_KEY. Error::Invalid when neither is given.
Result<QString> keyPath(const Invocation &given);
/// Opens the signing key; its passphrase comes from COUNTERSIGN_PASSPHRASE or is asked for on the terminal.
Result<std::unique_ptr<FileSigner>> openKey(const QString &path);
/// The passphrase for a new key, asked for twice on a terminal. Error::Invalid where there is no way to ask.
Result<QString> newPassphrase();

/// True when a person sits at stdin and can be asked.
bool canAsk();
/// Asks a question that wants "yes"; anything else is no.
bool confirmed(const QString &question);

} // namespace countersign
