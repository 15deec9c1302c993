// SPDX-License-Identifier: GPL-3.0-or-later
// The one translation unit that includes RESTinio.
#include "server/http/httpserver.h"

#include "server/http/gatesocket.h"
#include "server/http/problem.h"
#include "server/http/responsehead.h"
#include "server/http/servercore.h"

#include <QFile>
#include <QLoggingCategory>

#include <future>

using namespace Qt::StringLiterals;

namespace countersign {

Q_LOGGING_CATEGORY(httpLog, "countersign.http")

namespace {

using Traits = restinio::traits_t<restinio::asio_timer_manager_t, restinio::null_logger_t,
                                  restinio::default_request_handler_t, restinio::noop_strand_t, GateSocket>;

/// A body as RESTinio likes to have it; shares the bytes.
struct SharedBytes
{
    QByteArray bytes;
    [[nodiscard]] const char *data() const { return bytes.constData(); }
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(bytes.size()); }
};

constexpr std::chrono::hours Never{24};
constexpr std::chrono::milliseconds DrainLook{10};

} // namespace

class HttpServer::Core final : public GateKeeper, public std::enable_shared_from_this<Core>
{
public:
    Core(const Options &options, Handler handler) : GateKeeper(options), m_handler(std::move(handler)) {}
    ~Core() override { stop(std::chrono::milliseconds(0)); }
    Q_DISABLE_COPY_MOVE(Core)

    Result<quint16> start();
    void stop(std::chrono::milliseconds deadline);
    [[nodiscard]] Figures figures() const { return {m_connections, m_flying, m_answered, m_refused}; }

private:
    struct Flight
    {
        restinio::request_handle_t asked;
        bool keepAlive = true;
        bool withoutBody = false;
        QString requestId;
        std::shared_ptr<BodyLease> lease;
    };

    quint16 listen(const asio::ip::address &address);
    restinio::request_handling_status_t onRequest(const restinio::request_handle_t &asked);
    void callHandler(HttpRequest &&request, const Responder &responder) const;
    void answer(quint64 number, HttpResponse response);
    void send(const Flight &flight, const HttpResponse &response);
    bool appendFile(restinio::writable_items_container_t &items, const QString &path, bool withoutBody, qint64 &size) const;
    QByteArray date();
    void runIo();
    void lookWhetherDrained(const std::shared_ptr<asio::steady_timer> &timer,
                            std::chrono::steady_clock::time_point end, const std::shared_ptr<std::promise<void>> &done);

    Handler m_handler;
    std::atomic<int> m_flying = 0;
    std::atomic<quint64> m_answered = 0;
    std::atomic<quint64> m_refused = 0;
    qint64 m_dateSecond = 0;
    QByteArray m_date;
    std::thread m_thread;
    QHash<quint64, Flight> m_flights;
    std::unique_ptr<restinio::http_server_t<Traits>> m_server;
};

Result<quint16> HttpServer::Core::start()
{
    asio::error_code error;
    const auto address = asio::ip::make_address(m_options.address.toStdString(), error);
    if (error)
        return {Error::Code::Invalid, u"%1 is no IP address to listen on."_s.arg(m_options.address)};
    if (!address.is_loopback() && !m_options.behindProxy) {
        return {Error::Code::Invalid,
                u"This server speaks plain HTTP: it listens beyond this machine only behind a proxy."_s};
    }
    if (m_options.isUpload && m_options.uploadDirectory.isEmpty())
        return {Error::Code::Invalid, u"Uploads need a directory."_s};
    if (m_server || m_thread.joinable())
        return {Error::Code::Invalid, u"The server was started before."_s};
    if (m_options.isUpload)
        UploadWriter::removeLeftovers(m_options.uploadDirectory);
    try {
        const quint16 port = listen(address);
        startPools();
        m_thread = std::thread([this] { runIo(); });
        return port;
    } catch (const std::exception &exception) {
        m_server.reset();
        return {Error::Code::Unreachable, u"%1 cannot be listened on."_s.arg(m_options.address),
                QString::fromLocal8Bit(exception.what())};
    }
}

quint16 HttpServer::Core::listen(const asio::ip::address &address)
{
    quint16 port = 0;
    m_server = std::make_unique<restinio::http_server_t<Traits>>(restinio::external_io_context(io()), [&](auto &settings) {
        settings.address(address)
            .protocol(address.is_v6() ? asio::ip::tcp::v6() : asio::ip::tcp::v4())
            .port(m_options.port)
            .host(*this)
            .concurrent_accepts_count(2)
            .buffer_size(256)
            .max_pipelined_requests(1)
            // Reading is timed by the gates.
            .read_next_http_message_timelimit(Never)
            .handle_request_timeout(m_options.answerTimeout)
            .write_http_response_timelimit(m_options.writeTimeout)
            .acceptor_post_bind_hook([&port](asio::ip::tcp::acceptor &acceptor) { port = acceptor.local_endpoint().port(); })
            .request_handler([this](const restinio::request_handle_t &asked) { return onRequest(asked); });
    });
    m_server->open_sync();
    return port;
}

void HttpServer::Core::runIo()
{
    const auto alive = asio::make_work_guard(io());
    for (;;) {
        try {
            io().run();
            return;
        } catch (const std::exception &exception) {
            qCCritical(httpLog, "I/O thread: %s", exception.what());
        }
    }
}

restinio::request_handling_status_t HttpServer::Core::onRequest(const restinio::request_handle_t &asked)
{
    const quint64 number = QByteArray::fromStdString(asked->header().request_target()).sliced(1).toULongLong();
    std::optional<Arrived> arrived = take(number);
    if (!arrived)
        return restinio::request_rejected();
    m_flights.insert(number, Flight{asked, arrived->keepAlive, arrived->request.method == "HEAD",
                                    arrived->request.requestId, arrived->lease});
    ++m_flying;
    if (arrived->answer) {
        ++m_refused;
        // Posted: RESTinio would begin to read the next request if the answer came from within this call.
        asio::post(io(), [this, number, response = *std::move(arrived->answer)] { answer(number, response); });
        return restinio::request_accepted();
    }
    Responder responder(
        [weak = weak_from_this(), number](HttpResponse &&response) {
            if (const auto self = weak.lock()) {
                asio::post(self->io(), [core = self.get(), number, answered = std::move(response)] {
                    core->answer(number, answered);
                });
            }
        },
        arrived->gone);
    onWorker([this, request = std::move(arrived->request), responder = std::move(responder)]() mutable {
        callHandler(std::move(request), responder);
    });
    return restinio::request_accepted();
}

void HttpServer::Core::callHandler(HttpRequest &&request, const Responder &responder) const
{
    try {
        m_handler(std::move(request), responder);
    } catch (const std::exception &exception) {
        qCCritical(httpLog, "A handler threw: %s", exception.what());
        responder.answer(problem(500, u"Internal Server Error"_s));
    }
}

void HttpServer::Core::answer(quint64 number, HttpResponse response)
{
    const auto found = m_flights.find(number);
    if (found == m_flights.end())
        return;
    const Flight flight = std::move(*found);
    m_flights.erase(found);
    --m_flying;
    ++m_answered;
    if (!isSendable(response)) {
        qCCritical(httpLog, "An answer with a status, header name or value that cannot be sent was replaced");
        response = problem(500, u"Internal Server Error"_s);
    }
    try {
        send(flight, response);
    } catch (const std::exception &exception) {
        qCWarning(httpLog, "An answer could not be sent: %s", exception.what());
    }
}

void HttpServer::Core::send(const Flight &flight, const HttpResponse &response)
{
    qint64 size = response.body.size();
    const bool withoutBody = flight.withoutBody || !mayHaveBody(response.status);
    restinio::writable_items_container_t items;
    items.emplace_back();
    if (!response.file.isEmpty()) {
        if (!appendFile(items, response.file, withoutBody, size))
            return send(flight, problem(500, u"Internal Server Error"_s));
    } else if (!withoutBody && size > 0) {
        items.emplace_back(SharedBytes{response.body});
    }
    const bool keepAlive = flight.keepAlive && !response.closeAfter && !isDraining();
    const QByteArray head = responseHead(response, {size, keepAlive, date(), flight.requestId});
    items.front() = restinio::writable_item_t{SharedBytes{head}};
    restinio::write_group_t group{std::move(items)};
    group.status_line_size(static_cast<std::size_t>(head.indexOf('\r')));
    using restinio::response_connection_attr_t;
    restinio::impl::access_req_connection(*flight.asked)
        ->write_response_parts(flight.asked->request_id(),
                               {restinio::response_parts_attr_t::final_parts,
                                keepAlive ? response_connection_attr_t::connection_keepalive
                                          : response_connection_attr_t::connection_close},
                               std::move(group));
}

bool HttpServer::Core::appendFile(restinio::writable_items_container_t &items, const QString &path, bool withoutBody,
                                  qint64 &size) const
{
    try {
        auto file = restinio::sendfile(QFile::encodeName(path).toStdString());
        size = static_cast<qint64>(file.meta().file_total_size());
        const qint64 seconds = size / std::max<qint64>(1, m_options.minUploadBytesPerSecond);
        file.timelimit(m_options.writeTimeout + std::chrono::seconds(seconds));
        if (!withoutBody && size > 0)
            items.emplace_back(std::move(file));
        return true;
    } catch (const std::exception &exception) {
        qCCritical(httpLog, "A file could not be sent: %s", exception.what());
        return false;
    }
}

QByteArray HttpServer::Core::date()
{
    const qint64 second = QDateTime::currentSecsSinceEpoch();
    if (second != m_dateSecond) {
        m_dateSecond = second;
        m_date = httpDate(second);
    }
    return m_date;
}

void HttpServer::Core::stop(std::chrono::milliseconds deadline)
{
    if (m_options.onDrain && m_server)
        m_options.onDrain();
    if (m_thread.joinable()) {
        const auto done = std::make_shared<std::promise<void>>();
        auto drained = done->get_future();
        asio::post(io(), [this, deadline, done] {
            m_server->close_sync();
            drainGates();
            lookWhetherDrained(std::make_shared<asio::steady_timer>(io()), std::chrono::steady_clock::now() + deadline, done);
        });
        drained.wait();
        io().stop();
        m_thread.join();
    }
    endPools();
    closeGates();
    m_flights.clear();
    m_server.reset();
}

void HttpServer::Core::lookWhetherDrained(const std::shared_ptr<asio::steady_timer> &timer,
                                          std::chrono::steady_clock::time_point end,
                                          const std::shared_ptr<std::promise<void>> &done)
{
    if ((m_flying == 0 && allGatesClosing()) || std::chrono::steady_clock::now() >= end)
        return done->set_value();
    timer->expires_after(DrainLook);
    timer->async_wait([this, timer, end, done](const asio::error_code &) { lookWhetherDrained(timer, end, done); });
}

HttpServer::HttpServer(Options options, Handler handler)
    : m_core(std::make_shared<Core>(options, std::move(handler)))
{
}

HttpServer::~HttpServer()
{
    m_core->stop(std::chrono::milliseconds(0));
}

Result<quint16> HttpServer::start()
{
    return m_core->start();
}

void HttpServer::stop(std::chrono::milliseconds deadline)
{
    m_core->stop(deadline);
}

HttpServer::Figures HttpServer::figures() const
{
    return m_core->figures();
}

} // namespace countersign
