// SPDX-License-Identifier: GPL-3.0-or-later
#include "exitcode.h"

namespace countersign {

using namespace Qt::StringLiterals;

int exitCodeOf(const Error &error)
{
    switch (error.code) {
    case Error::Code::Unreachable:
    case Error::Code::Timeout:
        return ExitUnreachable;
    case Error::Code::Untrusted:
    case Error::Code::Corrupt:
        return ExitUnverified;
    default:
        return ExitFailed;
    }
}

QString generalFix(const Error &error)
{
    switch (error.code) {
    case Error::Code::Unreachable:
    case Error::Code::Timeout:
        return u"Check that the server runs and that COUNTERSIGN_URL names it."_s;
    case Error::Code::Unauthorised:
        return u"Set COUNTERSIGN_TOKEN to a valid API key of this server; an administrator makes one with 'key create'."_s;
    case Error::Code::Forbidden:
        return u"Ask somebody with that role, or use a key with the scope it needs ('whoami' lists yours)."_s;
    case Error::Code::Stale:
        return u"Read it again and repeat the command."_s;
    case Error::Code::Busy:
        return u"Wait a little and repeat the command."_s;
    case Error::Code::TooLarge:
        return u"Use a smaller file."_s;
    default:
        return {};
    }
}

} // namespace countersign
