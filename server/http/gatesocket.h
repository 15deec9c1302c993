// SPDX-License-Identifier: GPL-3.0-or-later
// Private to httpserver.cpp: makes a Gate the stream socket of RESTinio, the way RESTinio's own tls_socket.hpp does it.
#pragma once
#include "server/http/gate.h"

#include <restinio/all.hpp>

namespace countersign {

/// Reads through the gate, writes straight to the socket. Movable, as RESTinio wants it.
class GateSocket
{
public:
    using executor_type = asio::ip::tcp::socket::executor_type;

    explicit GateSocket(GateHost &host) : m_gate(std::make_shared<Gate>(host)) {}
    ~GateSocket()
    {
        if (m_gate)
            m_gate->close();
    }
    GateSocket(GateSocket &&) = default;
    GateSocket &operator=(GateSocket &&) = default;
    GateSocket(const GateSocket &) = delete;
    GateSocket &operator=(const GateSocket &) = delete;

    auto &lowest_layer() { return m_gate->socket().lowest_layer(); }
    executor_type get_executor() { return m_gate->socket().get_executor(); }
    [[nodiscard]] bool is_open() const { return m_gate->isOpen(); }
    Gate &gate() { return *m_gate; }

    /// RESTinio means the read that may be waiting for a further request; the gate lets it end with the connection.
    void cancel(asio::error_code &error) { error = {}; }
    void shutdown(asio::ip::tcp::socket::shutdown_type, asio::error_code &error) { error = {}; }
    void close() { m_gate->close(); }

    template <typename Buffer, typename Done>
    void async_read_some(const Buffer &into, Done &&done)
    {
        m_gate->read(into, std::forward<Done>(done));
    }
    template <typename Buffers, typename Done>
    auto async_write_some(const Buffers &from, Done &&done)
    {
        return m_gate->socket().async_write_some(from, std::forward<Done>(done));
    }

private:
    std::shared_ptr<Gate> m_gate;
};

template <typename Connection, typename Start, typename Failed>
void prepare_connection_and_start_read(GateSocket &socket, Connection &, Start start, Failed failed)
{
    if (socket.gate().enter())
        start();
    else
        failed(asio::error::make_error_code(asio::error::no_descriptors));
}

inline restinio::impl::tls_socket_t *make_tls_socket_pointer_for_state_listener(GateSocket &) noexcept
{
    return nullptr;
}

} // namespace countersign

namespace restinio {

template <typename Settings>
class socket_type_dependent_settings_t<Settings, countersign::GateSocket>
{
protected:
    ~socket_type_dependent_settings_t() noexcept = default;

public:
    Settings &host(countersign::GateHost &host)
    {
        m_host = &host;
        return static_cast<Settings &>(*this);
    }
    [[nodiscard]] countersign::GateHost &host() const { return *m_host; }

private:
    countersign::GateHost *m_host = nullptr;
};

namespace impl {

template <>
class socket_supplier_t<countersign::GateSocket>
{
protected:
    template <typename Settings>
    socket_supplier_t(Settings &settings, asio_ns::io_context &) : m_host(settings.host())
    {
        for (std::size_t i = 0; i < settings.concurrent_accepts_count(); ++i)
            m_sockets.emplace_back(m_host);
    }
    virtual ~socket_supplier_t() = default;

    countersign::GateSocket &socket(std::size_t index) { return m_sockets.at(index); }
    countersign::GateSocket move_socket(std::size_t index)
    {
        return std::exchange(m_sockets.at(index), countersign::GateSocket(m_host));
    }
    [[nodiscard]] auto concurrent_accept_sockets_count() const noexcept { return m_sockets.size(); }

private:
    countersign::GateHost &m_host;
    std::vector<countersign::GateSocket> m_sockets;
};

} // namespace impl
} // namespace restinio
