package org.gale.engine.explore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SessionWatch;
import org.gale.engine.system.Machines;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Page of a journal of each kind, in a browser where one is installed: all shown values are those of inspect. */
@Tag("slow")
class ExploreInChromiumTest extends ExploreBrowser
{
    private static final long SEED = 7_801;
    /** Places of each of seven journals: 203 in all. */
    private static final int PLACES = 29;
    private static final int LISTED = 512;
    private static final String PLACE = "document.getElementById('lanes').getBoundingClientRect().";
    /** Cells of all tables and values of all views that are open, view by view. */
    private static final String SHOWN = """
        [...document.querySelectorAll('#views > details[open]')].map(view => ({
          values: [...view.querySelectorAll('.values > [data-field]')].map(one => one.dataset.field + '=' +
            one.textContent.slice(one.dataset.field.length + 1)),
          cells: [...view.querySelectorAll('td[data-field]')].map(one => one.dataset.field + '=' + one.textContent)}))
        """;

    private final Map<String, Path> journals = new LinkedHashMap<>();

    @Override
    void makeJournals() throws IOException
    {
        storm(root, "default", "default --vms 4 --vpes 2 --pes 8 --lpis 64 --devices 4 --events 16 --count 4k " +
            "--clock virtual --rate 1M");
        storm(root, "overcommit", "overcommit --clock virtual --count 4k");
        storm(root, "direct", "direct --clock virtual -C legacy=on -C toggles=1/10k --count 100k");
        storm(root, "msix", "msix -C monitor=pba-zero --clock virtual --rate 200k --count 20k");
        storm(root, "engines", "default --engines 2 --vms 2 --vpes 1 --pes 2 --lpis 32 --devices 2 --events 16 " +
            "--count 2k");
        journals.put("engines", journals.get("engines").resolve("engine-001"));
        script(root, "kvm", "kvm create_vm", "kvm create_vcpu 0 0", "kvm create_device 0 vgic-v5",
            "kvm set_attr 0 CTRL INIT", "kvm irq_line 0 ppi 0 3 1", "kvm run 0 0 0", "kvm irq_line 0 spi 0 7 1",
            "kvm irq_line 0 spi 0 7 0");
        script(root, "board", "machine irss=2 pes=4", "spi 1 1", "spi 1 0", "spi 9 1", "msi 1 2");
    }

    @ParameterizedTest
    @CsvSource({"default, 1200, light", "overcommit, 400, dark", "direct, 1200, dark", "msix, 400, light",
        "engines, 1200, light", "kvm, 400, dark", "board, 1200, light"})
    void shouldShowWhatInspectPrints(final String name, final int width, final String scheme) throws IOException
    {
        page.open(journals.get(name), width, scheme);
        chromium.evaluate("document.querySelectorAll('#views > details').forEach(view => view.open = true)");
        final long end = chromium.evaluate("explore.info().end").asLong();
        final Random random = new Random(SEED);
        for (int i = 0; i < PLACES; i++)
        {
            final long at = 1 + (long)(random.nextDouble() * end);
            chromium.evaluate("explore.go(" + at + ")");

            assertShown(name, at);
        }
        chromium.key("ArrowLeft");
        page.awaitPlace();
        final long back = chromium.evaluate("explore.place.at").asLong();
        assertShown(name, back);
        chromium.shiftKey("ArrowLeft");
        page.awaitPlace();
        assertEquals(Math.max(0, back - 1000), chromium.evaluate("explore.place.at").asLong());
        assertTrue(chromium.evaluate("document.documentElement.scrollWidth").asInt() <= width, "scrolls sideways");
    }

    /** Walks the way of the page explore.md. */
    @Test
    void shouldFindTheLostInterruptOfTheReadme() throws IOException
    {
        page.open(journals.get("direct"), 1200, "light");

        assertEquals(44_554, chromium.evaluate("explore.place.at").asLong());
        assertEquals("vm0.lpi8192", text("#shown"));
        assertEquals("lost", text("#life tr.here .kind-lost"));
        assertEquals("HOST v4 STEP  (D5 8192)", text("#life tr.here code"));
        chromium.evaluate("document.querySelector('#life tr.here code button').click()");
        page.await("document.querySelector('#life tr.here .rule')");
        assertTrue(text("#life tr.here .rule").startsWith(" V4-P-D5 "), text("#life tr.here .rule"));
        chromium.evaluate("document.querySelector('#maker summary').click()");
        assertEquals("legacy on", text("#made [data-field=legacy]"));
        assertEquals("pes 16", text("#made [data-field=pes]"));
        assertEquals("inactive", text("#boxes .on"));
        assertEquals("owed 1", text("#boxes [data-field=owed]"));
        chromium.key("p");
        page.awaitPlace();
        assertEquals(41_358, chromium.evaluate("explore.place.at").asLong());
        assertEquals("MSI device 0 event 0", text("#life tr.here code"));
        assertEquals("pending", text("#boxes .on"));
        assertTrue(chromium.evaluate("!!document.querySelector('#boxes [data-field=pending].changed')").asBoolean());
        chromium.key("n");
        page.awaitPlace();
        assertEquals(44_554, chromium.evaluate("explore.place.at").asLong());
        chromium.evaluate("document.getElementById('copyPlace').click()");
        assertEquals("gale explore " + journals.get("direct") + " --at 44554 --show vm0.lpi8192",
            chromium.evaluate("document.body.dataset.copied").asText());
        chromium.evaluate("document.getElementById('save').click()");
        page.await("document.body.dataset.saved");
        final String script = chromium.evaluate("document.body.dataset.saved").asText();
        assertNull(new TranscriptPlayer(MachineTarget::create).play("saved",
            new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8))).failure());
        assertTrue(text("#notice").startsWith("vm0.lpi8192-at-44554.gt: "), text("#notice"));
    }

    @Test
    void shouldCountASelectionAndCompareTwoPlaces() throws IOException
    {
        page.open(journals.get("default"), 1200, "light");
        chromium.evaluate("document.querySelector('[data-view=pending]').open = true");
        chromium.evaluate("explore.go(5000)");
        chromium.key("a");
        page.awaitPlace();
        chromium.shiftKey("ArrowRight");
        page.awaitPlace();
        chromium.key("b");
        page.awaitPlace();

        assertEquals(account("default", 5_001, 6_000), rows("#between table"));
        chromium.evaluate("document.getElementById('lanes').focus()");
        chromium.key("+");
        chromium.key("s");
        page.await("document.body.dataset.selected");
        final String[] part = chromium.evaluate("document.body.dataset.selected").asText().split(" ", -1);
        assertEquals(account("default", Long.parseLong(part[0]), Long.parseLong(part[1])), rows("#selection table"));
    }

    @Test
    void shouldPanZoomAndSelectByMouse() throws IOException
    {
        page.open(journals.get("default"), 1200, "light");
        final double left = chromium.evaluate(PLACE + "left").asDouble() + 84;   // after the names of the lanes
        final double right = chromium.evaluate(PLACE + "right").asDouble();
        final double y = chromium.evaluate(PLACE + "top").asDouble() + 40;
        final long[] all = window();

        chromium.click((left + right) / 2, y);
        page.awaitPlace();
        assertEquals((all[0] + all[1]) / 2.0, chromium.evaluate("explore.place.at").asDouble(),
            (all[1] - all[0]) / 400.0);
        chromium.wheel((left + right) / 2, y, -100);
        awaitWindow(all);
        final long[] near = window();
        assertEquals((all[1] - all[0]) / 1.5, (double)(near[1] - near[0]), 2);
        assertEquals((all[0] + all[1]) / 2.0, (near[0] + near[1]) / 2.0, (all[1] - all[0]) / 200.0);
        chromium.drag(left + 10, left + 110, y);
        awaitWindow(near);
        final long[] panned = window();
        assertEquals((double)(near[1] - near[0]), (double)(panned[1] - panned[0]), 2);
        assertEquals(near[0] - (near[1] - near[0]) * 100 / (right - left), (double)panned[0],
            (all[1] - all[0]) / 200.0);
        chromium.drag(left + 100, left + 300, y - 35);                          // in the row of the numbers: selects
        page.await("document.body.dataset.selected");
        final String[] part = chromium.evaluate("document.body.dataset.selected").asText().split(" ", -1);
        assertEquals(account("default", Long.parseLong(part[0]), Long.parseLong(part[1])), rows("#selection table"));
        assertEquals((panned[1] - panned[0]) * 200 / (right - left),
            Double.parseDouble(part[1]) - Double.parseDouble(part[0]) + 1, (all[1] - all[0]) / 200.0);
        for (int i = 0; i < 3; i++)
        {
            chromium.key("+");                                                  // single marks, with their own times
        }
        awaitWindow(panned);
        chromium.evaluate("document.getElementById('axis').click()");
        chromium.click((left + right) / 2, y);
        page.awaitPlace();
        final long[] shown = window();
        final JsonNode times = chromium.evaluate("explore.ask('lanes', {from: " + (shown[0] + 1) + ", to: " + shown[1] +
            "}).then(answer => [answer.times[0][1], answer.times.find(one => one[0] >= explore.place.at)[1], " +
            "answer.times[answer.times.length - 1][1]])");
        final double length = times.get(2).asDouble() - times.get(0).asDouble();
        assertEquals(times.get(0).asDouble() + length / 2, times.get(1).asDouble(), length / 50);
    }

    private long[] window() throws IOException
    {
        final String[] ends = chromium.evaluate("document.body.dataset.lanes").asText().split(" ", -1);

        return new long[] {Long.parseLong(ends[0]), Long.parseLong(ends[1])};
    }

    private void awaitWindow(final long[] before) throws IOException
    {
        page.await("explore.isQuiet() && document.body.dataset.lanes !== '" + before[0] + ' ' + before[1] + "'");
    }

    @ParameterizedTest
    @CsvSource({"default, 92", "overcommit, 40"})
    void shouldShowWhereEachEntryLiesInRam(final String name, final int least) throws IOException
    {
        page.open(journals.get(name), 1200, "light");
        chromium.evaluate("document.querySelectorAll('#views > details').forEach(view => view.open = true)");
        page.awaitPlace();
        final long at = chromium.evaluate("explore.place.at").asLong();
        final JsonNode entries = chromium.evaluate("[...document.querySelectorAll('td[data-address]')].map(cell => " +
            "[cell.textContent, cell.parentNode.querySelector('[data-field=word]').textContent])");

        assertTrue(entries.size() >= least, entries.size() + " entries");
        try (ReplayCursor cursor = ReplayCursor.open(journals.get(name), at, Machines.FACTORY))
        {
            for (final JsonNode entry : entries)
            {
                final String word = entry.get(1).asText().substring(2);
                assertEquals(Long.parseUnsignedLong(word, 16), cursor.machine().peek(
                    Long.parseUnsignedLong(entry.get(0).asText().substring(2), 16), word.length() / 2),
                    entry.toString());
            }
        }
    }

    @Test
    void shouldTakeNamesAsText() throws IOException
    {
        page.open(journals.get("default"), 400, "light");
        chromium.evaluate("(() => { const find = document.getElementById('find');" +
            "find.value = '<img src=x onerror=window.hit=1>'; find.dispatchEvent(new Event('change')); })()");
        page.await("document.getElementById('error').textContent");

        assertTrue(chromium.evaluate("window.hit === undefined && document.images.length === 0").asBoolean());
        chromium.errors().removeIf(error -> error.contains("400"));             // the browser notes the refusal
    }

    @Test
    void shouldGoToACommandAndShowAnInterruptByKeysAlone() throws IOException
    {
        page.open(journals.get("default"), 400, "dark");
        chromium.key("/");
        assertEquals("find", chromium.evaluate("document.activeElement.id").asText());
        chromium.evaluate("(() => { const find = document.getElementById('find'); find.value = 'device 2 event 7';" +
            "find.dispatchEvent(new Event('change')); find.blur(); })()");
        page.await("explore.place.show && document.querySelector('#life tr[data-command]')");
        final String show = text("#shown");
        chromium.key("p");
        page.awaitPlace();
        final long at = chromium.evaluate("explore.place.at").asLong();

        assertEquals(value("default", at, show), chromium.evaluate("[...document.querySelectorAll('#boxes " +
            "[data-field]')].map(one => one.dataset.field + '=' + " +
            "one.textContent.slice(one.dataset.field.length + 1)).join(' ')").asText());
        assertTrue(value("default", at - 1, show).compareTo(value("default", at, show)) != 0, "no change at " + at);
    }

    private void assertShown(final String name, final long at) throws IOException
    {
        final JsonNode shown = chromium.evaluate(SHOWN);
        final JsonNode words = chromium.evaluate("explore.opened().map(view => view.words())");
        final Map<String, Integer> order = new LinkedHashMap<>();
        final JsonNode boxes = chromium.evaluate(
            "[...document.querySelectorAll('#views > details[open]')].map(view => view.dataset.view)");
        for (int i = 0; i < boxes.size(); i++)
        {
            order.put(boxes.get(i).asText(), i);
        }
        try (ReplayCursor cursor = ReplayCursor.open(journals.get(name), at, Machines.FACTORY))
        {
            for (final JsonNode word : words)
            {
                final List<String> values = new ArrayList<>();
                final List<String> cells = new ArrayList<>();
                try
                {
                    flatten(new ObjectMapper().readTree(
                        Inspector.inspect(cursor.machine(), List.of(word.asText().split(" ", -1)))), values, cells);
                }
                catch (final IllegalArgumentException ex)
                {
                    values.clear();                                             // shown as a sentence
                }
                final JsonNode view = shown.get(order.get(word.asText().split(" ", -1)[0]));
                assertEquals(values, list(view.path("values")), "seed " + SEED + ", command " + at + ", " + word);
                assertEquals(cells, list(view.path("cells")), "seed " + SEED + ", command " + at + ", " + word);
            }
        }
    }

    /** Adds the values of an object and the cells of its lists, in the order of the page. */
    private static void flatten(final JsonNode object, final List<String> values, final List<String> cells)
    {
        object.properties().stream().filter(field -> !field.getValue().isContainerNode() &&
            !field.getKey().equals("view")).forEach(field -> values.add(field.getKey() + '=' +
            shown(field.getValue())));
        for (final Map.Entry<String, JsonNode> field : object.properties())
        {
            if (field.getValue().isArray())
            {
                table(field.getValue(), cells);
            }
            else if (field.getValue().isObject())
            {
                flatten(field.getValue(), values, cells);
            }
        }
    }

    private static void table(final JsonNode entries, final List<String> cells)
    {
        final Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < Math.min(LISTED, entries.size()); i++)
        {
            entries.get(i).fieldNames().forEachRemaining(names::add);
        }
        for (int i = 0; entries.size() <= 64 && i < entries.size(); i++)        // longer ones are closed
        {
            for (final String name : names)
            {
                cells.add(name + '=' + shown(entries.get(i).path(name)));
            }
        }
    }

    private static String shown(final JsonNode value)
    {
        return value.isNull() || value.isMissingNode() ? "none" : value.isContainerNode() ? value.toString() :
            value.asText();
    }

    private static List<String> list(final JsonNode values)
    {
        final List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));

        return texts;
    }

    private String value(final String name, final long at, final String show) throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(journals.get(name), at, Machines.FACTORY))
        {
            return WatchExpression.parse(show).value(cursor.machine());
        }
    }

    /** Returns the rows of the table that {@code gale replay --account} leads to. */
    private List<String> account(final String name, final long from, final long to) throws IOException
    {
        final StringWriter out = new StringWriter();
        GaleRun.of(out, new StringWriter(), "replay", journals.get(name).toString(), "--from", Long.toString(from),
            "--to", Long.toString(to), "--account", "--json");
        final List<String> rows = new ArrayList<>();
        for (final JsonNode owner : new ObjectMapper().readTree(out.toString()).path("owners"))
        {
            final List<String> cells = new ArrayList<>();
            owner.forEach(value -> cells.add(value.asText()));
            rows.add(String.join(" ", cells));
        }

        return rows;
    }

    private List<String> rows(final String table) throws IOException
    {
        page.await("document.querySelector('" + table + "')");

        return list(chromium.evaluate("[...document.querySelectorAll('" + table + " tr')].slice(1).map(row => " +
            "[...row.cells].map(cell => cell.textContent.replace(/,/g, '')).join(' '))"));
    }

    private String text(final String selector) throws IOException
    {
        final JsonNode text = chromium.evaluate("(document.querySelector('" + selector + "') || {}).textContent");
        assertNotNull(text, selector);

        return text.asText();
    }

    private void storm(final Path root, final String name, final String words)
    {
        journals.put(name, BrowsedJournal.storm(root, name, words));
    }

    private void script(final Path root, final String name, final String... lines) throws IOException
    {
        SessionRunner.run(keyValues -> MachineTarget.create(keyValues,
            machine -> SessionJournal.create(root.resolve(name), "test", machine)), null,
            new ByteArrayInputStream((String.join("\n", lines) + "\nquit\n").getBytes(StandardCharsets.UTF_8)),
            new ByteArrayOutputStream(), false, SessionWatch.NONE);
        journals.put(name, root.resolve(name));
    }
}
