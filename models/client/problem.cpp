// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/problem.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RestProblem)
};

constexpr qsizetype longestSentence = 1000;
constexpr qsizetype mostFields = 50;

Error::Code codeOf(int status)
{
    switch (status) {
    case 401: return Error::Code::Unauthorised;
    case 403: return Error::Code::Forbidden;
    case 404: case 410: return Error::Code::NotFound;
    case 408: case 504: return Error::Code::Timeout;
    case 409: return Error::Code::Refused;
    case 412: return Error::Code::Stale;
    case 413: return Error::Code::TooLarge;
    case 415: case 501: return Error::Code::Unsupported;
    case 422: return Error::Code::Untrusted;
    case 429: case 503: return Error::Code::Busy;
    case 502: return Error::Code::Unreachable;
    default: return status >= 500 ? Error::Code::Internal : Error::Code::Invalid;
    }
}

QString sentenceFor(Error::Code code)
{
    switch (code) {
    case Error::Code::Unauthorised: return Text::tr("The server does not know you: sign in again.");
    case Error::Code::Forbidden: return Text::tr("You may not do this.");
    case Error::Code::NotFound: return Text::tr("The server has nothing of this name.");
    case Error::Code::Stale: return Text::tr("Somebody else has changed this in the meantime.");
    case Error::Code::TooLarge: return Text::tr("This is more than the server takes.");
    case Error::Code::Busy: return Text::tr("The server is busy; it is asked again in a moment.");
    case Error::Code::Timeout: return Text::tr("The server took too long to answer.");
    case Error::Code::Refused: return Text::tr("The server refused this.");
    case Error::Code::Invalid: return Text::tr("The server found this not valid.");
    default: return Text::tr("The server could not do this.");
    }
}

/// Text of the server's that a person will read: one line, bounded, nothing that hides or reorders.
QString tidy(const QString &text)
{
    QString out;
    for (const QChar c : text.left(longestSentence)) {
        const bool plain = c.isPrint() && c.category() != QChar::Other_Format;
        out += plain ? c : QChar(u' ');
    }
    return out.simplified();
}

} // namespace

bool worthRepeating(int status)
{
    return status == 408 || status == 429 || status == 502 || status == 503 || status == 504;
}

Error problemOf(const RestReply &reply)
{
    Error out;
    out.code = codeOf(reply.status);
    out.retryable = worthRepeating(reply.status);
    out.text = sentenceFor(out.code);
    out.detail = u"HTTP %1, request %2"_s.arg(reply.status).arg(QString::fromLatin1(reply.requestId));
    if (!reply.contentType.startsWith("application/problem+json"))
        return out;
    const QJsonObject problem = reply.anyObject();
    const QString said = tidy(problem.value(u"detail"_s).toString(problem.value(u"title"_s).toString()));
    if (!said.isEmpty())
        out.text = said;
    const QJsonArray errors = problem.value(u"errors"_s).toArray();
    for (const QJsonValue &error : errors) {
        if (out.fields.size() < mostFields)
            out.fields.append({tidy(error[u"pointer"_s].toString()), tidy(error[u"message"_s].toString())});
    }
    return out;
}

Error networkProblem(QNetworkReply::NetworkError code, const QString &detail)
{
    switch (code) {
    case QNetworkReply::OperationCanceledError:
        return {Error::Code::Cancelled, Text::tr("Cancelled."), detail};
    case QNetworkReply::TimeoutError:
        return {Error::Code::Timeout, Text::tr("The server took too long to answer."), detail, true};
    case QNetworkReply::SslHandshakeFailedError:
        return {Error::Code::Untrusted, Text::tr("The connection is not secure: the server's certificate or its encryption does not hold."), detail};
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::TooManyRedirectsError:
    case QNetworkReply::ProtocolUnknownError:
        return {Error::Code::Untrusted, Text::tr("The server sends elsewhere, and that is not followed."), detail};
    case QNetworkReply::HostNotFoundError:
        return {Error::Code::Unreachable, Text::tr("No server of this name was found."), detail, true};
    case QNetworkReply::ConnectionRefusedError:
        return {Error::Code::Unreachable, Text::tr("The server is not there."), detail, true};
    default:
        return {Error::Code::Unreachable, Text::tr("The connection to the server was lost."), detail, true};
    }
}

} // namespace countersign
