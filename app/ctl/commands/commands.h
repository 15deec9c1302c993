// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "command.h"

namespace countersign {

/// Every command, in the order of the help. A new command is one entry in one of the lists below.
const QList<CommandSpec> &allCommands();

QList<CommandSpec> evidenceCommands();   ///< inspect, import
QList<CommandSpec> cardExportCommands(); ///< export card
QList<CommandSpec> exportEvaluationCommands(); ///< export evaluation
QList<CommandSpec> registryCommands();   ///< register, policy put, person put
QList<CommandSpec> requestCommands();    ///< request, status, sign, withdraw, resubmit, revoke
QList<CommandSpec> gateCommands();       ///< gate, bundle, verify, deploy
QList<CommandSpec> waiverCommands();
QList<CommandSpec> logCommands();
QList<CommandSpec> dossierCommands();    ///< export dossier, export controls
QList<CommandSpec> accessCommands();     ///< key, signer, whoami
QList<CommandSpec> recordCommands();     ///< models list, models show, …
QList<CommandSpec> walkthroughCommands();

} // namespace countersign
