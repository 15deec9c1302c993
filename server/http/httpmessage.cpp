// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/httpmessage.h"

#include "server/http/problem.h"

#include <QFile>

#include <cerrno>
#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

bool sameName(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && qstrnicmp(a.data(), a.size(), b.data(), b.size()) == 0;
}

} // namespace

void HttpHeaders::set(QByteArray name, QByteArray value)
{
    remove(name);
    add(std::move(name), std::move(value));
}

void HttpHeaders::remove(QByteArrayView name)
{
    m_fields.removeIf([name](const Field &field) { return sameName(field.first, name); });
}

bool HttpHeaders::contains(QByteArrayView name) const
{
    return std::any_of(m_fields.cbegin(), m_fields.cend(),
                       [name](const Field &field) { return sameName(field.first, name); });
}

QList<QByteArray> HttpHeaders::values(QByteArrayView name) const
{
    QList<QByteArray> found;
    for (const Field &field : m_fields) {
        if (sameName(field.first, name))
            found.append(field.second);
    }
    return found;
}

Result<std::optional<QByteArray>> HttpHeaders::single(QByteArrayView name) const
{
    const QList<QByteArray> found = values(name);
    if (found.size() > 1)
        return Error{Error::Code::Invalid, u"The header %1 is there more than once."_s.arg(QString::fromLatin1(name))};
    return found.isEmpty() ? std::optional<QByteArray>() : std::optional<QByteArray>(found.first());
}

UploadedFile::~UploadedFile()
{
    if (!m_path.isEmpty())
        QFile::remove(m_path);
}

Result<void> UploadedFile::moveTo(const QString &destination)
{
    if (m_path.isEmpty())
        return {Error::Code::NotFound, u"The upload was moved before."_s};
    // rename(2), because QFile::rename() neither replaces nor promises to be one step.
    if (std::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(destination).constData()) != 0) {
        return {Error::Code::Internal, u"The upload could not be put in its place."_s,
                QString::fromLocal8Bit(std::strerror(errno))};
    }
    m_path.clear();
    return {};
}

Result<std::optional<QString>> HttpRequest::queryValue(QStringView name) const
{
    std::optional<QString> found;
    for (const auto &[key, value] : query) {
        if (key != name)
            continue;
        if (found)
            return Error{Error::Code::Invalid, u"The query field %1 is there more than once."_s.arg(name)};
        found = value;
    }
    return found;
}

HttpResponse HttpResponse::json(int status, QByteArray body)
{
    return text(status, std::move(body), "application/json");
}

HttpResponse HttpResponse::text(int status, QByteArray body, QByteArray type)
{
    HttpResponse response{.status = status, .body = std::move(body)};
    response.headers.add("Content-Type", std::move(type));
    return response;
}

HttpResponse HttpResponse::empty(int status)
{
    return HttpResponse{.status = status};
}

HttpResponse HttpResponse::fromFile(QString path, QByteArray type)
{
    HttpResponse response{.file = std::move(path)};
    response.headers.add("Content-Type", std::move(type));
    return response;
}

HttpResponse &HttpResponse::with(QByteArray name, QByteArray value) &
{
    headers.set(std::move(name), std::move(value));
    return *this;
}

HttpResponse &&HttpResponse::with(QByteArray name, QByteArray value) &&
{
    headers.set(std::move(name), std::move(value));
    return std::move(*this);
}

struct Responder::State
{
    Send send;
    std::shared_ptr<std::atomic<bool>> gone;
    std::atomic<bool> answered = false;

    ~State()
    {
        if (!answered)
            send(problem(500, u"Internal error"_s, u"The request was not answered."_s));
    }
};

Responder::Responder(Send send, std::shared_ptr<std::atomic<bool>> gone) : m_state(std::make_shared<State>())
{
    m_state->send = std::move(send);
    m_state->gone = std::move(gone);
}

bool Responder::answer(HttpResponse response) const
{
    if (m_state->answered.exchange(true))
        return false;
    m_state->send(std::move(response));
    return true;
}

bool Responder::isAnswered() const
{
    return m_state->answered;
}

bool Responder::clientGone() const
{
    return m_state->gone && *m_state->gone;
}

} // namespace countersign
