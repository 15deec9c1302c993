// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace countersign {

const QList<CommandSpec> &allCommands()
{
    static const QList<CommandSpec> all = evidenceCommands() + exportEvaluationCommands() + cardExportCommands() + dossierCommands() + registryCommands() + requestCommands() + gateCommands()
        + waiverCommands() + logCommands() + accessCommands() + walkthroughCommands() + recordCommands();
    return all;
}

} // namespace countersign
