// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "server/http/httpmessage.h"

#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace countersign {

/// An HTTP/1.1 server for one handler. One I/O thread reads and writes; handlers run on a pool, so they may wait for a
/// database. A handler that wants to wait longer (long poll) keeps its Responder, returns, and holds no thread.
/// Plain HTTP: TLS is the reverse proxy's.
class HttpServer
{
public:
    using Handler = std::function<void(HttpRequest &&, Responder)>;

    struct Options
    {
        QString address = QStringLiteral("127.0.0.1");
        quint16 port = 0;                               ///< 0: any free one, see start()
        bool behindProxy = false;                       ///< without it only loopback addresses are listened on
        int workerThreads = 4;
        qsizetype maxHeaderBytes = 16 * 1024;           ///< request line and fields together
        qint64 maxBodyBytes = 16 * 1024 * 1024;
        qint64 maxWaitingBodyBytes = 256 * 1024 * 1024; ///< bodies in memory, all connections together
        qint64 maxUploadBytes = 512 * 1024 * 1024;
        int maxUploads = 16;                            ///< at once
        qint64 minUploadBytesPerSecond = 64 * 1024;     ///< lengthens requestReadTimeout for uploads
        std::chrono::milliseconds requestReadTimeout{60'000}; ///< from a request's first byte to its last
        std::chrono::milliseconds idleTimeout{30'000};        ///< without a byte, before or between requests
        std::chrono::milliseconds answerTimeout{120'000};     ///< for a handler; the connection is then closed
        std::chrono::milliseconds writeTimeout{120'000};      ///< for one body or one piece of a file
        int maxConnections = 1024;
        int maxConnectionsPerPeer = 0;                  ///< 0: no limit of its own (behind a proxy all are one peer)
        QString uploadDirectory;                        ///< must exist; on the file system of the blobs
        /// Which requests have their body (with Content-Length) streamed to disk. I/O thread: must not wait.
        /// The request has everything but a body.
        std::function<bool(const HttpRequest &)> isUpload;
        /// Whether such a request may send its body; a refusal is answered before any of it is read. Worker thread.
        std::function<std::optional<HttpResponse>(const HttpRequest &)> admitUpload;
        /// Called at the start of stop(), on its thread: answer the long polls now.
        std::function<void()> onDrain;
    };

    /// Any thread.
    struct Figures
    {
        int connections = 0;
        int inFlight = 0;
        quint64 answered = 0;
        quint64 refused = 0;    ///< answered before they reached the handler
    };

    HttpServer(Options options, Handler handler);
    ~HttpServer();
    Q_DISABLE_COPY_MOVE(HttpServer)

    /// Listens, and gives the port. Error::Invalid for options that cannot be, Error::Unreachable when the address
    /// cannot be had. Once per object.
    Result<quint16> start();
    /// Stops accepting, ends idle connections, lets what is in flight be answered for at most `deadline`, then ends
    /// the rest. Waits for running handlers. Responders that are left may still be answered, to nobody.
    void stop(std::chrono::milliseconds deadline = std::chrono::seconds(10));
    [[nodiscard]] Figures figures() const;

private:
    class Core;
    std::shared_ptr<Core> m_core;
};

} // namespace countersign
