// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Only for .cpp files of this room: nobody outside sees OpenSSL's types.
#include "base/result.h"

#include <QByteArray>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace countersign::openssl {

template <auto Free>
struct Deleter
{
    template <typename T>
    void operator()(T *handle) const
    {
        Free(handle);
    }
};
using MdContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

inline std::shared_ptr<void> sharedKey(EVP_PKEY *key)
{
    return key ? std::shared_ptr<void>(key, [](void *k) { EVP_PKEY_free(static_cast<EVP_PKEY *>(k)); }) : nullptr;
}

inline EVP_PKEY *native(const std::shared_ptr<void> &key)
{
    return static_cast<EVP_PKEY *>(key.get());
}

inline const uchar *bytes(QByteArrayView view)
{
    return reinterpret_cast<const uchar *>(view.data());
}

/// OpenSSL's own words for the last failure; empties its queue so that they are not told again later.
inline QString lastError()
{
    char text[256] = "";
    if (const unsigned long code = ERR_peek_last_error())
        ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return QString::fromLatin1(text);
}

/// A byte array that is overwritten before it is given back.
class Secret
{
public:
    explicit Secret(QByteArray bytes) : m_bytes(std::move(bytes)) { m_bytes.detach(); }
    ~Secret() { OPENSSL_cleanse(m_bytes.data(), size_t(m_bytes.size())); }
    Q_DISABLE_COPY_MOVE(Secret)
    [[nodiscard]] const QByteArray &get() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// What stands between BEGIN and END of a PEM block, wiped on destruction.
class PemBlock
{
public:
    PemBlock() = default;
    PemBlock(QByteArray name, QByteArray header, uchar *data, long size)
        : m_name(std::move(name)), m_header(std::move(header)), m_data(data), m_size(size)
    {
    }
    PemBlock(PemBlock &&o) noexcept
        : m_name(std::move(o.m_name)), m_header(std::move(o.m_header)), m_data(std::exchange(o.m_data, nullptr)),
          m_size(std::exchange(o.m_size, 0))
    {
    }
    ~PemBlock() { OPENSSL_clear_free(m_data, size_t(m_size)); }
    Q_DISABLE_COPY(PemBlock)
    PemBlock &operator=(PemBlock &&) = delete;

    [[nodiscard]] const QByteArray &name() const { return m_name; }
    /// True for the "Proc-Type: 4,ENCRYPTED" form, whose key derivation is one MD5.
    [[nodiscard]] bool hasHeader() const { return !m_header.isEmpty(); }
    [[nodiscard]] QByteArrayView data() const { return {reinterpret_cast<const char *>(m_data), m_size}; }

private:
    QByteArray m_name;
    QByteArray m_header;
    uchar *m_data = nullptr;
    long m_size = 0;
};

/// Every PEM block of a text, in order; empty when there is none.
std::vector<PemBlock> pemBlocks(QByteArrayView pem);
QByteArray pemText(const char *name, QByteArrayView der);

} // namespace countersign::openssl
