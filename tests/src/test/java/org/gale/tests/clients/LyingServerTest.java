package org.gale.tests.clients;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.tests.support.CCompiler;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gale.tests.clients.LyingServer.bytes;
import static org.gale.tests.clients.LyingServer.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Both clients against a server whose replies are no replies, or not those of the command. */
@Timeout(300)
class LyingServerTest
{
    private static final Path CLIENTS =
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("src/test/clients");
    private static final Path ENGINE = SourceTree.ROOT.resolve("engine");
    private static final long SEED = 20261128;
    private static final int DRAWN = 60;
    private static final String ALPHABET = "\0\t\r !\"+,-./09=:1FXaefx_{}~\177\200\377";
    private static final String DIGEST = "OK 0x2a";
    private static final String HEX_BLOCK = "0x000102030405060708090a0b0c0d0eff";
    private static final String BASE64_BLOCK = "AAECAwQFBgcICQoLDA0O/w==";
    private static final String BLOCK = "000102030405060708090a0b0c0d0eff";
    private static final Pattern NUMBER = Pattern.compile("0x([0-9a-fA-F]{1,16})|([0-9]{1,20})");
    private static final Pattern CANDIDATE = Pattern.compile("([PLS]PI) ([0-9]{1,8}) ([0-9]{1,2})");
    private static final Pattern SIGNALS = Pattern.compile("irq=([01]) fiq=([01]) virq=([01]) vfiq=([01])");

    /** Functions of both clients by the form of their values. */
    private static final Map<String, List<String>> FUNCTIONS = new TreeMap<>(Map.of(
        "nothing", List.of("writeb", "writew", "writel", "writeq", "write", "b64write", "memset", "insn", "sysw", "ppi",
            "spi", "wire", "msi", "clock_step"),
        "8", List.of("readb"), "16", List.of("readw"), "32", List.of("readl"),
        "64", List.of("readq", "sysr", "digest", "cdia"),
        "hex", List.of("read"), "base64", List.of("b64read"),
        "candidate", List.of("hppi", "vhppi", "ppihppi", "vppihppi"), "signals", List.of("signal")));

    /** Values that each form takes, before they are changed. */
    private static final Map<String, List<String>> VALUES = Map.of(
        "nothing", List.of("", "0"),
        "8", List.of("0x00000000000000ff", "0x0000000000000100", "255", "256"),
        "16", List.of("0x000000000000ffff", "0x0000000000010000", "65535", "65536"),
        "32", List.of("0x00000000ffffffff", "0x0000000100000000", "4294967295", "1_0"),
        "64", List.of("0xffffffffffffffff", "0x10000000000000000", "18446744073709551615", "18446744073709551616"),
        "hex", List.of(HEX_BLOCK, "0x00", HEX_BLOCK + "00"),
        "base64", List.of(BASE64_BLOCK, "AA==", "AAECAwQFBgcICQoLDA0ODxA=", "AAECAwQFBgcICQoLDA0ODx=="),
        "candidate", List.of("none", "SPI 5 3", "LPI 16777215 31", "PPI 64 0", "LPI 16777216 3", "LPI 8192 32"),
        "signals", List.of("irq=1 fiq=0 virq=0 vfiq=1", "irq=2 fiq=x"));

    /** Clients by language; each one lives as long as no test ends it. */
    private static final Map<String, Process> CLIENTS_BY_LANGUAGE = new TreeMap<>();

    @TempDir
    private static Path directory;

    private LyingServer server;
    private Process client;

    @BeforeEach
    void listen() throws IOException
    {
        server = new LyingServer(directory.resolve("socket"));
    }

    @AfterEach
    void close() throws IOException
    {
        server.close();
    }

    @AfterAll
    static void end() throws IOException, InterruptedException
    {
        for (final Process client : CLIENTS_BY_LANGUAGE.values())
        {
            client.outputWriter(StandardCharsets.US_ASCII).close();
            final boolean isEnded = client.waitFor(60, TimeUnit.SECONDS);
            client.destroyForcibly();
            assertThat(isEnded).isTrue();
            assertEquals(0, client.exitValue());                                // no fault of memory either
        }
        CLIENTS_BY_LANGUAGE.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = { "c", "py" })
    void shouldTakeWellFormedValuesAndNoneElse(final String language) throws IOException, InterruptedException
    {
        start(language);
        final Random random = new Random(SEED);

        for (final Map.Entry<String, List<String>> form : FUNCTIONS.entrySet())
        {
            for (final String function : form.getValue())
            {
                for (int i = 0; i < DRAWN; i++)
                {
                    final List<String> values = VALUES.get(form.getKey());
                    final String value = values.get(i % values.size());
                    final String right = value.isEmpty() ? "OK" : "OK " + value;
                    final String reply = i < values.size() ? right : changed(right, random);
                    assertEquals(expected(form.getKey(), reply),
                        ask(function, split(reply + "\n", random), List.of(bytes(DIGEST + "\n"))),
                        () -> function + ": '" + reply + "', seed " + SEED);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "c|{}|OK object", "py|{}|OK object", "py|{\"lines\":[1,-2.5,true,null,\"}\"]}|OK object",
        "c|{\"lines\":[1,-2.5,true,null,\"}\\\\\"]}|OK object",
        "c|{\"a\":|MALFORMED", "py|{\"a\":|MALFORMED", "c|{\"a\":[}]|MALFORMED", "py|{\"a\":[}]|MALFORMED",
        "c|{}}|MALFORMED", "py|{}}|MALFORMED", "c|[]|MALFORMED", "py|[]|MALFORMED", "c|{\"a|MALFORMED",
        "py|{\"a|MALFORMED", "c|{\"a\\|MALFORMED", "c|5|MALFORMED", "py|5|MALFORMED", "py|{\"a\":NaN}|MALFORMED",
        "py|{\"a\":18446744073709551616}|MALFORMED", "py|{\"a\":1e999}|MALFORMED", "py|{\"a\":1_0}|MALFORMED" })
    void shouldTakeOneObjectOfJson(final String language, final String value, final String expected)
        throws IOException, InterruptedException
    {
        start(language);

        for (final String function : List.of("stats", "inspect", "explain"))
        {
            assertEquals(expected + " | " + DIGEST + " | 0",
                ask(function, List.of(bytes("OK " + value + "\n")), List.of(bytes(DIGEST + "\n"))));
        }
    }

    @ParameterizedTest
    @CsvSource({ "c, 60, 1", "c, 70, 0", "py, 60, 1", "py, 100000, 0" })
    void shouldRefuseJsonThatNestsTooDeep(final String language, final int depth, final int isTaken)
        throws IOException, InterruptedException
    {
        start(language);
        final String value = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";

        assertEquals((isTaken == 1 ? "OK object" : "MALFORMED") + " | " + DIGEST + " | 0",
            ask("stats", List.of(bytes("OK " + value + "\n")), List.of(bytes(DIGEST + "\n"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "OK 0|OK 0x0", "OK|OK -", "OK none|OK -", "OK E5 8192|OK ['E5', 8192]",
        "OK pending=0 route=PHYS vcpu=none|OK object", "OK {\"vm_ids\":0}|OK object", "OK -EINVAL|KERNELERROR",
        "OK -|MALFORMED", "OK -5|MALFORMED", "OK -EINVAL x|MALFORMED", "OK -einval|MALFORMED", "OK 1_0|MALFORMED",
        "OK 18446744073709551616|MALFORMED", "OK 1  2|MALFORMED", "OK pending=0 pending=1|MALFORMED",
        "OK pending=0 1|MALFORMED", "OK pending=|MALFORMED", "OK =1|MALFORMED", "OK +1|MALFORMED" })
    void shouldTakeAnswersOfHosts(final String reply, final String expected) throws IOException, InterruptedException
    {
        start("py");

        for (final String function : List.of("kvm", "v4", "msix", "irqfd"))
        {
            assertEquals(expected.replace("['E5', 8192]", "[E5, 8192]") + " | " + DIGEST + " | 0",
                ask(function, List.of(bytes(reply + "\n")), List.of(bytes(DIGEST + "\n"))).replace("'", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "c", "py" })
    void shouldTellAReplyThatEndsInItsMiddle(final String language) throws IOException, InterruptedException
    {
        start(language);
        final String reply = "! P1 VM 0 LPI 8192\nOK 0x00000000ffffffff";

        for (int length = 0; length <= reply.length(); length++)
        {
            assertThat(ask("readl", List.of(bytes(reply.substring(0, length))), null)).startsWith("LOST | LOST | ");
        }
    }

    @ParameterizedTest
    @CsvSource({ "c, keep", "c, raise", "py, keep", "py, raise" })
    void shouldStayInStepAfterANotice(final String language, final String notices)
        throws IOException, InterruptedException
    {
        start(language);
        final List<byte[]> digest = List.of(bytes(DIGEST + "\n"));
        final boolean isKept = "keep".equals(notices);

        for (final String reply : List.of("OK 0x1", "FAIL unmapped"))
        {
            final String answer = "! P1 VM 0 LPI 8192, set pending\n! P13 z\n" + reply + "\n";
            final String plain = reply.startsWith("OK") ? reply : "REFUSED";
            final String broken = "BROKEN P1 VM 0 LPI 8192, set pending, " + reply;
            final Stream<String> pieces = answer.chars().mapToObj(Character::toString);
            assertEquals((isKept ? plain : broken) + " | " + DIGEST + " | 2",
                ask("readl 5000 " + notices, pieces.map(LyingServer::bytes).toList(), digest));
        }
        assertEquals("MALFORMED | " + DIGEST + " | 1",
            ask("readl 5000 keep", List.of(bytes("! P1 x\nOK -5\n")), digest));
        final StringBuilder many = new StringBuilder();
        IntStream.rangeClosed(1, 99).forEach(i -> many.append("! P" + i + " " + "y".repeat(1000) + "\n"));
        assertEquals("OK 0x1 | " + DIGEST + " | 99",
            ask("readl 5000 keep", List.of(bytes(many + "OK 0x1\n")), digest));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = { "! P1 x\\n! P1 y\\nOK 0x1\\n", "!\\nOK 0x1\\n",
        "! \\nOK 0x1\\n", "! P1\\nOK 0x1\\n", "! P1 \\nOK 0x1\\n", "! P0 x\\nOK 0x1\\n", "! P100 x\\nOK 0x1\\n",
        "! p1 x\\nOK 0x1\\n", "!! P1 x\\nOK 0x1\\n", "! P1 x\\t\\nOK 0x1\\n", "OK 0x1\\nOK 0x2\\n", "OK 0x1\\nO",
        "\\n", "YES\\n", "ok 0x1\\n", "OKAY\\n", "OK \\n", "OK  0x1\\n", "FAILED x\\n", "OK 0x1\\r\\n",
        "FAIL x\\nFAIL y\\n" })
    void shouldEndAConnectionWithoutReplies(final String answer) throws IOException, InterruptedException
    {
        for (final String language : List.of("c", "py"))
        {
            start(language);
            final byte[] bytes = bytes(answer.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
            assertThat(ask("readl", List.of(bytes), null)).as(language).startsWith("MALFORMED | LOST | ");
        }
    }

    @ParameterizedTest
    @CsvSource({ "c, x, x", "c, OK , 1", "c, FAIL , y", "c, '! P1 ', z", "py, x, x", "py, OK , 1", "py, FAIL , y",
        "py, '! P1 ', z" })
    void shouldReadNoMoreThan16MiB(final String language, final String head, final String piece)
        throws IOException, InterruptedException
    {
        start(language);
        final Future<Long> written = server.flood(head, piece);

        assertThat(call("readl 60000 raise")).startsWith("MALFORMED | LOST | ");
        assertThat(result(written)).isBetween(16L << 20, 20L << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = { "c", "py" })
    void shouldTakeAReplyOfAlmost16MiB(final String language) throws IOException, InterruptedException
    {
        start(language);
        final String reason = "y".repeat((16 << 20) - 6);

        assertEquals("REFUSED | " + DIGEST + " | 0",
            ask("readl 60000 raise", List.of(bytes("FAIL " + reason + "\n")), List.of(bytes(DIGEST + "\n"))));
        assertThat(ask("readl 60000 raise", List.of(bytes("FAIL " + reason + "y\n")), null)).startsWith("MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = { "c", "py" })
    void shouldWaitNoLongerThanTheTimeout(final String language) throws IOException, InterruptedException
    {
        start(language);
        final Future<String> heard = server.hear();
        assertEquals("LOST", call("readl 100 raise"));
        assertEquals("notices on", result(heard));

        final Future<String> silent = server.hear();
        assertEquals("LOST | LOST | 0", call("readl 100 off"));
        assertEquals("readl 0x40000000", result(silent));
    }

    @ParameterizedTest
    @ValueSource(strings = { "c", "py" })
    void shouldWorkWithAServerWithoutNotices(final String language) throws IOException, InterruptedException
    {
        start(language);
        final List<byte[]> unknown = List.of(bytes("FAIL no verb 'notices': the verbs are machine readb\n"));
        final Future<List<String>> lines = server.serve(List.of(unknown, List.of(bytes("OK\n"))));
        assertThat(call("machine 5000 raise")).startsWith("OK");
        assertEquals(List.of("notices on", "machine pes=2"), result(lines));

        final Future<List<String>> refused = server.serve(List.of(unknown, List.of(bytes("FAIL no\n"))));
        assertEquals("REFUSED", call("machine 5000 raise"));
        assertEquals(List.of("notices on", "machine pes=2"), result(refused));

        final Future<Void> full = server.refuse("FAIL there are 16 sessions already, which is the limit\n");
        assertEquals("LOST", call("machine 5000 raise"));
        result(full);
    }

    /** Starts a client that calls the functions whose names it is given, unless there is one. */
    private void start(final String language) throws IOException, InterruptedException
    {
        client = CLIENTS_BY_LANGUAGE.get(language);
        if (client != null && client.isAlive())
        {
            return;
        }

        final Path source = CLIENTS.resolve("asks." + language);
        final String socket = directory.resolve("socket").toString();
        final boolean isPython = "py".equals(language);
        assumeTrue(!isPython || Programs.isInstalled("python3"), "no python3");
        final List<String> words = isPython ? List.of("python3", "-W", "error", source.toString(), socket) :
            List.of(CCompiler.compileSanitized(source, directory.resolve("asks")).toString(), socket);
        final ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PYTHONPATH", ENGINE.resolve("clients").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        client = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        CLIENTS_BY_LANGUAGE.put(language, client);
    }

    /** Returns what a function comes to whose line is answered so, and the digest after it. */
    private String ask(final String function, final List<byte[]> answer, final List<byte[]> digest)
        throws IOException, InterruptedException
    {
        final List<List<byte[]>> answers = new ArrayList<>(List.of(List.of(bytes("OK\n")), answer));
        if (digest != null)
        {
            answers.add(digest);
        }
        final Future<List<String>> lines = server.serve(answers);
        final String shown = call(function.contains(" ") ? function : function + " 5000 raise");
        assertThat(result(lines)).startsWith("notices on");

        return shown;
    }

    private String call(final String words) throws IOException
    {
        final Writer calls = client.outputWriter(StandardCharsets.US_ASCII);
        calls.write(words + "\n");
        calls.flush();
        final String shown = client.inputReader(StandardCharsets.US_ASCII).readLine();
        assertThat(shown).as("the client ended").isNotNull();

        return shown;
    }

    /** Returns what a reply comes to by the rules of the protocol alone. */
    private static String expected(final String form, final String reply)
    {
        if (!reply.chars().allMatch(c -> c >= ' ' && c <= '~') ||
            !reply.matches("OK|OK [^ ].*|FAIL|FAIL .*"))
        {
            return "MALFORMED | LOST | 0";
        }
        if (reply.startsWith("FAIL"))
        {
            return "REFUSED | " + DIGEST + " | 0";
        }
        final String value = value(form, reply.length() > 3 ? reply.substring(3) : "");

        return (value == null ? "MALFORMED" : "OK " + value) + " | " + DIGEST + " | 0";
    }

    /** Returns how a client shows a value; null for one that is not of the form. */
    private static String value(final String form, final String text)
    {
        switch (form)
        {
            case "nothing":
                return text.isEmpty() ? "-" : null;

            case "hex":
                return text.matches("0x[0-9a-fA-F]{32}") ? text.substring(2).toLowerCase(Locale.ROOT) : null;

            case "base64":
                return text.equals(BASE64_BLOCK) ? BLOCK : base64(text);

            case "candidate":
                final Matcher candidate = CANDIDATE.matcher(text);
                return text.equals("none") ? "-" : candidate.matches() ? candidate(candidate.group(1),
                    Integer.parseInt(candidate.group(2)), Integer.parseInt(candidate.group(3))) : null;

            case "signals":
                final Matcher signals = SIGNALS.matcher(text);
                return signals.matches() ? signals.replaceAll("$1 $2 $3 $4") : null;

            default:
                final Matcher number = NUMBER.matcher(text);
                if (!number.matches())
                {
                    return null;
                }
                final BigInteger word = number.group(1) != null ? new BigInteger(number.group(1), 16) :
                    new BigInteger(number.group(2));
                return word.bitLength() <= Integer.parseInt(form) ? "0x" + word.toString(16) : null;
        }
    }

    private static String candidate(final String type, final int id, final int priority)
    {
        return id < 1 << 24 && priority < 32 ? type + " " + id + " " + priority : null;
    }

    private static String base64(final String text)
    {
        final String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        if (!text.matches("[A-Za-z0-9+/]{21}[AQgw]=="))
        {
            return null;
        }
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < 22; i++)
        {
            bits = bits.shiftLeft(6).or(BigInteger.valueOf(digits.indexOf(text.charAt(i))));
        }

        return String.format("%032x", bits.shiftRight(4));
    }

    /** Returns a reply with one to three bytes changed, put in, or left out. */
    private static String changed(final String reply, final Random random)
    {
        final StringBuilder text = new StringBuilder(reply);
        for (int i = random.nextInt(3); i >= 0; i--)
        {
            final int at = text.length() == 0 || random.nextBoolean() ? text.length() : random.nextInt(text.length());
            final char drawn = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            final int end = Math.min(text.length(), at + 1);
            switch (random.nextInt(4))
            {
                case 0 -> text.insert(at, drawn);
                case 1 -> text.replace(at, end, String.valueOf(drawn));
                case 2 -> text.delete(at, end);
                default -> text.setLength(at);
            }
        }

        return text.toString();
    }

    /** Returns the bytes of an answer, each one alone or all in two pieces. */
    private static List<byte[]> split(final String answer, final Random random)
    {
        final int at = random.nextInt(answer.length() + 1);

        return random.nextInt(8) == 0 ? answer.chars().mapToObj(c -> bytes(Character.toString(c))).toList() :
            List.of(bytes(answer.substring(0, at)), bytes(answer.substring(at)));
    }
}
