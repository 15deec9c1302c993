// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/release.h"
#include "secrets.h"

namespace countersign {

class Context;
class Invocation;

/// Judges a request here, shows the signing sheet, signs it with the given key and sends it. Returns an ExitCode.
int decide(Context &context, const Invocation &given, Signoff::Verdict verdict, const QString &role);

} // namespace countersign
