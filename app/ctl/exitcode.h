// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

namespace countersign {

/// What `countersignctl` ends with. Scripts rely on these numbers.
enum ExitCode : int {
    ExitDone = 0,        ///< yes, or done
    ExitFailed = 1,      ///< bad input, or refused by the server
    ExitUsage = 2,       ///< the command line is wrong
    ExitUnreachable = 3, ///< no answer from the server
    ExitGateNo = 10,     ///< the gate says no
    ExitUnverified = 11, ///< a signature, digest or proof does not hold
};

/// The exit code of a command that ended with this error.
int exitCodeOf(const Error &error);
/// What to do about an error of this sort, as a sentence; empty where nothing general can be said.
QString generalFix(const Error &error);

} // namespace countersign
