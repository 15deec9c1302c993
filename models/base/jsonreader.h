// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArrayView>
#include <QCoreApplication>
#include <QIODevice>
#include <QJsonValue>
#include <QStringDecoder>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace countersign {

/// A pull reader for JSON of any size and of doubtful origin: reads in chunks, never recurses, never holds more than
/// one token, and keeps what a document model would lose (the number's own text, doubled keys, NaN, the place).
///
/// UTF-8 with or without a byte order mark, or UTF-16 with one. Raw control characters, NUL and invalid encodings are
/// errors everywhere. Offsets and columns count bytes of UTF-8 (after decoding UTF-16), lines end with LF.
/// Any thread, one at a time. The device must be open and outlive the reader.
class JsonReader
{
    Q_DECLARE_TR_FUNCTIONS(JsonReader)
public:
    enum class Event : quint8 {
        StartObject,
        EndObject,
        StartArray,
        EndArray,
        Key,
        String,
        Number,    ///< a JSON number; see numberState()
        NonFinite, ///< NaN, Infinity or -Infinity as a bare word (not JSON, but Python writes it)
        Bool,
        Null,
        EndDocument, ///< one root value is complete
        EndInput,
        Failed, ///< see error(); stays so until skipLine()
    };
    enum class DuplicateKeys : quint8 { Report, Refuse };
    enum class Framing : quint8 {
        OneDocument, ///< anything after the first value is an error
        Sequence,    ///< documents one after the other
        Lines,       ///< JSON Lines: one to a line, so that a damaged line costs only itself
    };
    enum class NumberState : quint8 { Finite, Overflow, Underflow };

    struct Options
    {
        int depth = 512;
        qsizetype stringBytes = 16 * 1024 * 1024;
        qsizetype objectKeys = 2'000'000;
        qint64 totalBytes = 512LL * 1024 * 1024;
        bool nonFinite = true;      ///< false: NaN and the like are errors
        bool loneSurrogates = true; ///< true: "\ud800" reads as U+FFFD; false: an error
        bool exactNumbers = false;  ///< true: overflowing numbers and whole numbers no double holds are errors
        DuplicateKeys duplicateKeys = DuplicateKeys::Report;
        Framing framing = Framing::OneDocument;
        qsizetype chunkBytes = 256 * 1024;
        std::stop_token stop = {};
        std::function<void(qint64)> progress = {}; ///< called now and then with the bytes read so far
    };

    /// A key that stood twice in one object (outside of skipped values).
    struct Duplicate
    {
        QString pointer;
        qint64 line = 0;
    };

    explicit JsonReader(QByteArrayView bytes);
    JsonReader(QByteArrayView bytes, Options options);
    explicit JsonReader(QIODevice *device);
    JsonReader(QIODevice *device, Options options);
    ~JsonReader();
    Q_DISABLE_COPY_MOVE(JsonReader)

    Event next();
    [[nodiscard]] Event event() const { return m_event; }

    /// Right after a Key event: the key. Equal keys share their data.
    [[nodiscard]] QString key() const;
    /// The last Key or String as UTF-8 with escapes resolved; valid until the next call of a non-const function.
    [[nodiscard]] QByteArrayView text() const { return m_text; }
    [[nodiscard]] QString string() const { return QString::fromUtf8(m_text); }
    [[nodiscard]] bool boolean() const { return m_boolean; }
    /// The source text of the last Number or NonFinite, valid as text() is.
    [[nodiscard]] QByteArrayView numberText() const { return m_text; }
    /// The value of the last Number (±infinity on overflow, ±0 on underflow) or NonFinite.
    [[nodiscard]] double number() const;
    [[nodiscard]] NumberState numberState() const;
    /// The last Number if it was written without fraction and exponent and fits.
    [[nodiscard]] std::optional<qint64> integer() const;

    /// Skips what the last event announced or began: after Key its value, after StartObject or StartArray up to and
    /// with its end, nothing after a scalar. False on error. Keys inside are not checked for duplicates.
    bool skipValue();
    /// The same, as a value. NonFinite and overflowing numbers become null, integers are kept to 64 bits.
    Result<QJsonValue> readValue(qsizetype maxNodes = 200'000);
    /// In Lines or a Sequence, after Failed: forgets the rest of the line and goes on behind it. False at the end.
    bool skipLine();

    /// RFC 6901 pointer to the current value (to the container itself at its start and end).
    [[nodiscard]] QString pointer() const;
    [[nodiscard]] int depth() const { return int(m_frames.size()); }
    /// Where the current token begins.
    [[nodiscard]] qint64 offset() const { return m_tokenOffset; }
    [[nodiscard]] qint64 line() const { return m_line; }
    [[nodiscard]] qint64 column() const { return m_tokenOffset - m_lineStart + 1; }

    /// Duplicates met so far; at most 100 are listed, all are counted.
    [[nodiscard]] const QList<Duplicate> &duplicates() const { return m_duplicates; }
    [[nodiscard]] qint64 duplicateCount() const { return m_duplicateCount; }
    /// Valid after Failed. `text` says line and column, `fields` the pointer.
    [[nodiscard]] const Error &error() const { return m_error; }

private:
    enum class Expect : quint8 { Root, Value, ValueOrEnd, Key, KeyOrEnd, CommaOrEnd, Colon, DocumentDone, InputDone };
    struct Frame
    {
        bool object = false;
        qint64 count = 0;          // keys or elements begun so far
        std::size_t hashStart = 0; // where this object's key hashes begin
        std::size_t keyStart = 0;  // where this object's current key begins in m_path
        std::size_t keyEnd = 0;
        int largeSet = -1;
    };
    struct KeyTable;
    class HashSet;

    void start();
    Event advance();
    Event beginValue(char first);
    Event openContainer(bool object);
    Event closeContainer(char bracket);
    Event readKey();
    Event readWord();
    Event finishDocument();
    Event fail(Error::Code code, const QString &text);
    Event unexpected(const QString &wanted);
    bool scanString(bool keepText);
    bool scanEscape();
    bool unescape(const char *begin, const char *end);
    bool noteKey();
    bool isDuplicate(Frame &frame, quint64 hash);
    void afterValue();
    bool skipSpace();
    bool skipInMemory(std::size_t target);
    const char *stringInMemory(const char *p) const;
    const char *wordInMemory(const char *p) const;
    bool closeInMemory(std::size_t target);
    bool fill();
    std::optional<std::size_t> append(std::size_t kept);
    bool need(qsizetype bytes);
    bool tick();
    QByteArray decoded(const QByteArray &raw);

    Options m_options;
    QIODevice *m_device = nullptr;
    std::unique_ptr<QIODevice> m_ownDevice;
    std::unique_ptr<QStringDecoder> m_decoder;
    QString m_halfPair;
    std::vector<char> m_buffer;
    const char *m_begin = nullptr; // of what is in memory
    const char *m_end = nullptr;
    const char *m_pos = nullptr;
    const char *m_keep = nullptr; // what must survive a refill, or null
    qint64 m_base = 0;            // offset of m_begin
    qint64 m_rawBytes = 0;
    bool m_started = false;
    bool m_skipping = false;
    Expect m_expect = Expect::Root;
    Event m_event = Event::Null;
    QByteArrayView m_text;
    QByteArray m_scratch;
    bool m_boolean = false;
    qint64 m_tokenOffset = 0;
    qint64 m_line = 1;
    qint64 m_lineStart = 0;
    quint32 m_ticks = 0;
    std::vector<Frame> m_frames;
    std::string m_path;
    std::vector<quint64> m_hashes;
    std::vector<std::unique_ptr<HashSet>> m_largeSets;
    std::unique_ptr<KeyTable> m_keys;
    mutable QString m_key;
    mutable bool m_keyKnown = false;
    quint64 m_keyHash = 0;
    QList<Duplicate> m_duplicates;
    qint64 m_duplicateCount = 0;
    Error m_error;
};

} // namespace countersign
