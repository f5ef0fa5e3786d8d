package org.gale.engine.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.inspect.Views.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of watched fields of functions, vectors and eventfds, on a GICv5 and on a GICv4 host. */
class WatchedFunctionTest
{
    private static final int LINES = 1_500;

    private final WatchedSession session = new WatchedSession();

    @AfterEach
    void close()
    {
        session.close();
    }

    /** Compares every field after every line with a monitor that follows the lines by itself. */
    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"machine pes=1, 1", "machine pes=1, 2", "machine pes=1, 3", "v4 host, 4", "v4 host, 5"})
    void shouldShowEveryFieldAsLinesChangeIt(final String first, final int seed)
    {
        final PlainMonitor plain = new PlainMonitor();
        final Map<String, TreeSet<String>> seen = new TreeMap<>();
        final Random random = new Random(seed);
        session.all(first);
        say(plain, "msix create 1 vectors=3 bar=0x10010000");
        say(plain, "msix create 70 vectors=2 bar=0x10030000");
        say(plain, "irqfd add 3 1 1");
        say(plain, "irqfd add 1048575 70 0");
        if (!first.startsWith("v4"))
        {
            say(plain, "irqfd add 20 spi 5");
        }

        for (int i = 0; i < LINES; i++)
        {
            final String line = drawn(random, !first.startsWith("v4"));
            say(plain, line);
            plain.fields().forEach((name, value) ->
            {
                assertEquals(value, session.value(name), () -> name + " after " + line + ", seed " + seed);
                seen.computeIfAbsent(name, key -> new TreeSet<>()).add(value);
            });
        }

        seen.forEach((name, values) ->
        {
            final boolean isConstant = name.matches(".*[.](deviceid|bar|vectors|function|vector|spi)") ||
                values.equals(new TreeSet<>(List.of("none")));
            assertEquals(isConstant, values.size() == 1, () -> name + " " + values);
        });
        final long digest = session.machine().digest();
        plain.fields().keySet().forEach(session::value);
        assertEquals(digest, session.machine().digest());
    }

    private void say(final PlainMonitor plain, final String line)
    {
        session.all(line);
        plain.follow(line);
    }

    private static String drawn(final Random random, final boolean hasPins)
    {
        final int function = random.nextBoolean() ? 1 : 70;
        final int vector = random.nextInt(function == 1 ? 3 : 2);
        final long entry = (function == 1 ? 0x1001_0000L : 0x1003_0000L) + 16L * vector;
        final int eventfd = hasPins && random.nextBoolean() ? 20 : random.nextBoolean() ? 3 : 1048575;
        final int bit = random.nextInt(2);

        return switch (random.nextInt(14))
        {
            case 0, 1, 2 -> "msix trigger " + function + ' ' + vector;
            case 3, 4 -> "writel 0x" + Long.toHexString(entry + 12) + ' ' + bit;
            case 5 -> "writel 0x" + Long.toHexString(entry + 8) + ' ' + random.nextInt(4);
            case 6 -> "writeq 0x" + Long.toHexString(entry) + " 0x" + Integer.toHexString(random.nextInt(4) << 16);
            case 7, 8 -> "msix control " + function + " enable=" + (random.nextInt(4) == 0 ? 0 : 1) + " mask=" + bit;
            case 9 -> "irqfd " + (bit == 0 ? "route " : "consume ") + eventfd;
            case 10 -> "irqfd drop " + eventfd;
            case 11 -> "irqfd signal " + eventfd + (eventfd == 20 ? " " + bit : "");
            case 12 -> "irqfd consume " + eventfd;
            default -> random.nextInt(4) > 0 ? "msix trigger " + function + ' ' + vector :
                bit == 0 ? "msix reset " + function : "msix clear " + function;
        };
    }

    @Test
    void shouldShowThatAnEventIsOwedNoMoreOnceItIsBookedAsLost()
    {
        session.all("machine monitor=consume-masked", "msix create 1 vectors=2 bar=0x10010000",
            "msix control 1 enable=1", "irqfd add 3 1 1", "irqfd signal 3");
        assertEquals("held=1 owed=1", held("function1.vector1"));

        session.all("irqfd consume 3");

        assertEquals("held=0 owed=0", held("function1.vector1"));
        assertEquals("0", session.value("function1.vector1.pending"));
        assertEquals("0", session.value("eventfd3.owed"));
        assertTrue(session.ask("stats").contains("\"lost\":1,"), session.ask("stats"));
        assertEquals("held=0 owed=0", held("function1.vector0"));
    }

    private String held(final String vector)
    {
        return "held=" + session.value(vector + ".held") + " owed=" + session.value(vector + ".owed");
    }

    @Test
    void shouldShowAllFieldsOfASubject()
    {
        session.all("msix create 1 vectors=2 bar=0x10010000", "irqfd add 3 1 1", "irqfd add 4 spi 9");

        assertEquals("DeviceID=1 bar=0x10010000 vectors=2 enable=0 mask=0 held=0", session.value("function1"));
        assertEquals("address=0x0 data=0x0 mask=1 pending=0 eventfd=none route=none held=0 owed=0",
            session.value("function1.vector0"));
        assertEquals("function=1 vector=1 SPI=none count=0 route=0 owed=0 taken=none line=none raised=none",
            session.value("eventfd3"));
        assertEquals("function=none vector=none SPI=9 count=0 route=0 owed=0 taken=0 line=0 raised=0",
            session.value("eventfd4"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"machine pes=1", "v4 host"})
    void shouldSayWhatThereIs(final String first)
    {
        session.all(first);
        session.ask("digest");
        assertEquals("no function 7: there is none", session.absence("function7.enabled"));
        assertEquals("no function 7: there is none", session.absence("function7.vector2000.held"));
        assertEquals("no eventfd 3: there is none", session.absence("eventfd3.count"));
        session.all("msix create 9 vectors=1 bar=0x10010000", "msix create 2 vectors=8 bar=0x10030000",
            "irqfd add 6 2 1", "irqfd add 5 2 0");

        assertEquals("no function 7: functions: 2, 9", session.absence("function7"));
        assertEquals("no eventfd 3: eventfds: 5, 6", session.absence("eventfd3.route"));
        assertEquals("no vector 8: function 2 has vectors 0 to 7", session.refusal("function2.vector8.held"));
        assertEquals("no vector 1: function 9 has vector 0", session.refusal("function9.vector1"));
        for (int n = 100; n < 120; n++)
        {
            session.all("msix create " + n + " vectors=1 bar=0x" + Integer.toHexString(0x1010_0000 + (n << 16)));
        }
        assertEquals("no function 7: functions: 2, 9, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, " +
            "112, 113, ...", session.absence("function7.held"));
    }

    @Test
    void shouldRefuseFunctionsWhereTheMachineNeverHasOne()
    {
        session.all("machine preset=el1", "digest");

        for (final String text : List.of("function1.held", "function1.vector0.held"))
        {
            assertEquals("'function1': this machine has neither functions nor eventfds (machine preset=full has)",
                session.refusal(text));
        }
        assertEquals("'eventfd3': this machine has neither functions nor eventfds (machine preset=full has)",
            session.refusal("eventfd3"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "functon1.vector5.held | 'functon1.vector5.held' is no field: did you mean 'function1.vector5.held'?",
        "function1.vektor5 | 'function1.vektor5' is no field: did you mean 'function1.vector5'?",
        "evenfd3.count | 'evenfd3.count' is no field: did you mean 'eventfd3.count'?",
        "LPI5 | 'LPI5' is no field: did you mean 'lpi5'?",
        "vm0.vpcu1.ppi27 | 'vm0.vpcu1.ppi27' is no field: did you mean 'vm0.vcpu1.ppi27'?",
        "function1.vector5.hold | 'function1.vector5.hold': no field 'hold': did you mean 'held'?",
        "function1.enabeld | 'function1.enabeld': no field 'enabeld': did you mean 'enable'?",
        "eventfd3.xyzzy | 'eventfd3.xyzzy': no field 'xyzzy' (there are: function, vector, SPI, count, route, owed, " +
            "taken, line, raised)",
        "pe0.ppi27.xyzzy | 'pe0.ppi27.xyzzy': no field 'xyzzy' (there are: PENDING, ACTIVE, HM, ENABLE, PRIORITY)",
        "pe0.xyzzy | 'pe0.xyzzy': no field 'xyzzy' (there are: irq, fiq, virq, vfiq, link)",
        "vector5 | 'vector5' is no field (try vm3.lpi8193.pending, lpi5, spi7.priority, pe0.virq, pe0.ppi27, " +
            "function1.vector5.held, eventfd3.count or vmte.vm3.valid)",
        "function99999999 | 'function99999999' is no field (try vm3.lpi8193.pending, lpi5, spi7.priority, pe0.virq, " +
            "pe0.ppi27, function1.vector5.held, eventfd3.count or vmte.vm3.valid)",
    })
    void shouldSuggestTheNearestName(final String text, final String sentence)
    {
        assertEquals(sentence,
            assertThrows(IllegalArgumentException.class, () -> WatchExpression.parse(text)).getMessage());
    }

    /** Compares the table of the page with the fields that there are. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"pe0", "pe0.ppi27", "vm0.vcpu1.ppi27", "function1", "function1.vector5", "eventfd3"})
    void shouldHaveTheFieldsOfThePage(final String subject) throws IOException
    {
        final Path path = Path.of("docs/replay.md");
        final String row = Files.readString(path).lines().filter(line -> line.startsWith("| `" + subject + "`"))
            .findFirst().orElseThrow();
        final TreeSet<String> ofPage = new TreeSet<>();
        final Matcher words = Pattern.compile("`([A-Za-z]+)`").matcher(row.split("[|]", -1)[3]);
        while (words.find())
        {
            ofPage.add(words.group(1).toLowerCase(Locale.ROOT));
        }
        if (subject.startsWith("vm0"))
        {
            ofPage.addAll(List.of("pending", "active", "hm", "enable", "priority"));
        }
        ofPage.removeAll(List.of("up", "down"));

        final String sentence = assertThrows(IllegalArgumentException.class,
            () -> WatchExpression.parse(subject + ".xyzzyxyzzy")).getMessage();
        final String names = sentence.substring(sentence.indexOf("(there are: ") + 12, sentence.length() - 1);
        assertEquals(ofPage, new TreeSet<>(List.of(names.toLowerCase(Locale.ROOT).split(", ", -1))));
    }

    @Test
    void shouldListFieldsForCompletion()
    {
        session.all("machine pes=1", "msix create 1 vectors=2 bar=0x10010000", "irqfd add 3 1 1");

        final List<String> names = WatchExpression.names(session.machine());

        names.forEach(session::value);
        assertTrue(names.containsAll(List.of("pe0.virq", "function1.enable", "function1.vector0.held",
            "eventfd3.count")), names.toString());
        assertFalse(names.contains("pe0.link"), names.toString());
    }

    /** Checks that the view of eventfds has what watches have, and those of a function alone where it is asked. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"machine pes=1", "v4 host"})
    void shouldShowEventfds(final String first)
    {
        session.all(first);
        session.ask("digest");
        assertEquals("[]", view(session.machine(), "eventfd").get("eventfds").toString());
        session.all("msix create 1 vectors=2 bar=0x10010000", "msix create 2 vectors=2 bar=0x10030000",
            "irqfd add 8 1 1", "irqfd add 3 2 0", "irqfd route 3");

        assertEquals("[{\"eventfd\":3,\"function\":2,\"vector\":0,\"SPI\":null,\"count\":0,\"route\":1,\"owed\":0," +
            "\"taken\":null,\"line\":null,\"raised\":null},{\"eventfd\":8,\"function\":1,\"vector\":1,\"SPI\":null," +
            "\"count\":0,\"route\":0,\"owed\":0,\"taken\":null,\"line\":null,\"raised\":null}]",
            view(session.machine(), "eventfd").get("eventfds").toString());
        assertEquals("[8]", view(session.machine(), "eventfd --device 1").findValues("eventfd").toString());
        assertEquals("FAIL inspect: function 5 does not exist (msix lists them)",
            session.ask("inspect eventfd --device 5"));
    }

    @Test
    void shouldShowALevelPinInTheViewOfEventfds()
    {
        session.all("msix create 1 vectors=2 bar=0x10010000", "irqfd add 8 1 1", "irqfd add 4 spi 9",
            "irqfd signal 4 1", "irqfd consume 4");

        assertEquals("{\"eventfd\":4,\"function\":null,\"vector\":null,\"SPI\":9,\"count\":0,\"route\":0,\"owed\":1," +
            "\"taken\":1,\"line\":1,\"raised\":0}", view(session.machine(), "eventfd").at("/eventfds/0").toString());
        assertEquals(1, view(session.machine(), "eventfd --device 1").get("eventfds").size());
        session.all("irqfd route 4");
        assertEquals("{\"eventfd\":4,\"function\":null,\"vector\":null,\"SPI\":9,\"count\":0,\"route\":1,\"owed\":0," +
            "\"taken\":0,\"line\":1,\"raised\":1}", view(session.machine(), "eventfd").at("/eventfds/0").toString());
    }
}
