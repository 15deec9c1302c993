// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/digest.h"

#include "trust/words.h"

#include <QFile>
#include <QFileInfo>

#include <openssl/evp.h>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

// Fetched once: EVP_sha256() makes OpenSSL 3 look the implementation up again for every digest.
const EVP_MD *sha256Method()
{
    static const EVP_MD *const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return method;
}

struct FreeContext
{
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

} // namespace

QByteArray sha256(QByteArrayView bytes)
{
    thread_local const Context context(EVP_MD_CTX_new());
    QByteArray out(32, Qt::Uninitialized);
    const bool done = EVP_DigestInit_ex2(context.get(), sha256Method(), nullptr) == 1
        && EVP_DigestUpdate(context.get(), bytes.data(), size_t(bytes.size())) == 1
        && EVP_DigestFinal_ex(context.get(), reinterpret_cast<uchar *>(out.data()), nullptr) == 1;
    if (!done)
        qFatal("SHA-256 is not available in the installed OpenSSL");
    return out;
}

QString sha256Hex(QByteArrayView bytes)
{
    return QString::fromLatin1(sha256(bytes).toHex());
}

QString digestString(QByteArrayView raw)
{
    return "sha256:"_L1 + QLatin1String(raw.toByteArray().toHex());
}

Result<QByteArray> parseSha256Hex(QStringView text)
{
    const bool good = text.size() == 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
    });
    if (!good) {
        return Error{Error::Code::Invalid,
                     Trust::tr("A SHA-256 digest has 64 lower-case hexadecimal digits.")};
    }
    return QByteArray::fromHex(text.toLatin1());
}

Result<QByteArray> parseDigest(QStringView text)
{
    if (!text.startsWith("sha256:"_L1)) {
        return Error{Error::Code::Invalid,
                     Trust::tr("A digest is written as “sha256:” and 64 digits.")};
    }
    return parseSha256Hex(text.sliced(7));
}

struct Sha256::Private
{
    Context context{EVP_MD_CTX_new()};
    void begin()
    {
        if (EVP_DigestInit_ex2(context.get(), sha256Method(), nullptr) != 1)
            qFatal("SHA-256 is not available in the installed OpenSSL");
    }
};

Sha256::Sha256() : d(std::make_unique<Private>())
{
    d->begin();
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256 &&) noexcept = default;
Sha256 &Sha256::operator=(Sha256 &&) noexcept = default;

void Sha256::addData(QByteArrayView bytes)
{
    EVP_DigestUpdate(d->context.get(), bytes.data(), size_t(bytes.size()));
}

QByteArray Sha256::result()
{
    QByteArray out(32, Qt::Uninitialized);
    EVP_DigestFinal_ex(d->context.get(), reinterpret_cast<uchar *>(out.data()), nullptr);
    d->begin();
    return out;
}

Result<FileDigest> digestFile(const QString &path, std::stop_token stop, const std::function<void(qint64)> &progress)
{
    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink())
        return Error{Error::Code::NotFound, Trust::tr("The file does not exist."), path};
    if (info.isSymLink() || !info.isFile()) {
        return Error{Error::Code::Invalid,
                     Trust::tr("Only a regular file can be hashed, not a folder, device or link."),
                     path};
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return Error{Error::Code::NotFound, Trust::tr("The file cannot be opened."),
                     path + ": "_L1 + file.errorString()};
    }
    Sha256 hash;
    FileDigest out;
    QByteArray buffer(256 * 1024, Qt::Uninitialized);
    for (;;) {
        if (stop.stop_requested())
            return Error{Error::Code::Cancelled, Trust::tr("Hashing was cancelled.")};
        const qint64 n = file.read(buffer.data(), buffer.size());
        if (n < 0) {
            return Error{Error::Code::Corrupt, Trust::tr("The file cannot be read to its end."),
                         path + ": "_L1 + file.errorString()};
        }
        if (n == 0)
            break;
        hash.addData(QByteArrayView(buffer.constData(), n));
        out.size += n;
        if (progress)
            progress(n);
    }
    out.digest = hash.result();
    return out;
}

} // namespace countersign
