// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

#include <optional>
#include <utility>
#include <variant>

namespace countersign {

/// One thing wrong with one place of an input: a JSON pointer (RFC 6901) and a sentence for a person.
struct FieldError
{
    QString pointer;
    QString message;
    bool operator==(const FieldError &) const = default;
};

/// Why something did not happen. `text` is one sentence fit to be shown; `detail` is for the log and may be empty.
/// Neither ever holds a secret, a path of the server's or SQL.
struct Error
{
    enum class Code {
        Invalid,      ///< the input is wrong; the same input will fail again
        NotFound,
        Exists,       ///< already there, or the idempotency key was used with another body
        Stale,        ///< edited by someone else since it was read
        Forbidden,    ///< known, but not allowed to
        Unauthorised, ///< not known
        Refused,      ///< a rule of the domain says no
        TooLarge,
        Busy,         ///< too many requests
        Cancelled,
        Timeout,
        Unreachable,  ///< no connection, or the other side ended it
        Corrupt,      ///< data that should be good is damaged
        Untrusted,    ///< a signature, proof or digest does not hold
        Unsupported,
        Internal,
    };
    Code code = Code::Internal;
    QString text;
    QString detail = {};
    bool retryable = false;
    QList<FieldError> fields = {};

    bool operator==(const Error &) const = default;
};

/// The value, or the Error that stands in its place. Asserts on access to the part that is not there.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}
    Result(Error::Code code, QString text, QString detail = {})
        : m_state(std::in_place_index<1>, Error{code, std::move(text), std::move(detail)})
    {
    }

    [[nodiscard]] bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] T &value() & { return get<0>(); }
    [[nodiscard]] const T &value() const & { return get<0>(); }
    [[nodiscard]] T &&value() && { return std::move(get<0>()); }
    [[nodiscard]] T valueOr(T other) const { return ok() ? value() : std::move(other); }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

    [[nodiscard]] const Error &error() const { return get<1>(); }

private:
    template <std::size_t I>
    auto &get()
    {
        Q_ASSERT(m_state.index() == I);
        return *std::get_if<I>(&m_state);
    }
    template <std::size_t I>
    const auto &get() const
    {
        Q_ASSERT(m_state.index() == I);
        return *std::get_if<I>(&m_state);
    }
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}
    Result(Error::Code code, QString text, QString detail = {})
        : m_error(Error{code, std::move(text), std::move(detail)})
    {
    }
    [[nodiscard]] bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error &error() const
    {
        Q_ASSERT(m_error);
        return *m_error;
    }

private:
    std::optional<Error> m_error;
};

} // namespace countersign
