package org.gale.engine.explore;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Menus of the fields of a journal's page, and signs of actions far out, in a browser. Witness: {@code gale replay
 * --watch}.
 */
@Tag("slow")
class ExploredMenusInChromiumTest extends ExploreBrowser
{
    private static final long SEED = 7_803;
    private static final int DRAWN = 250;
    /** Name and text of each field of the open views that is no word with fields of its own. */
    private static final String FIELDS = """
        [...document.querySelectorAll('#views [data-path]')].map(one => [one.dataset.path, one.tagName === 'TD' ?
          one.textContent : one.textContent.slice(one.dataset.field.length + 1)]).filter(([, text]) => text[0] !== '{')
        """;
    private static final String FIELD = "[...document.querySelectorAll('[data-path]')].find(one => " +
        "one.dataset.path === '%s')";
    private static final String MENU = "[...document.querySelectorAll('#menu:not([hidden]) button')].map(one => " +
        "one.textContent)";
    private static final String SIGNS = """
        (() => { const seen = []; const prototype = CanvasRenderingContext2D.prototype;
          const write = prototype.fillText;
          prototype.fillText = function(text, x, y) { seen.push([text, Math.round(x), Math.round(y)]);
            write.apply(this, arguments); };
          window.dispatchEvent(new Event('resize')); prototype.fillText = write;
          return seen.filter(([text]) => '▲▶■◆'.includes(text) && text); })()
        """;

    @Override
    void makeJournals() throws IOException
    {
        BrowsedJournal.storm(root, "direct", "direct --clock virtual --vms 2 --vpes 2 --lpis 64 --devices 4 " +
            "--events 16 -C toggles=1/500 -C moves=1/500 --count 10k");
        BrowsedJournal.storm(root, "default", "default --vms 2 --vpes 2 --pes 4 --lpis 64 --devices 4 --events 16 " +
            "--count 2k --clock virtual --rate 1M");
        BrowsedJournal.storm(root, "msix", "msix --clock virtual -C masks=1/50 --count 5k");
        BrowsedJournal.storm(root, "moved", "migrate-direct --clock virtual --count 20k");
    }

    /** Each field has a name that a watch takes, and the value that it shows. */
    @ParameterizedTest
    @CsvSource({"default, 500", "direct, 50", "msix, 500"})
    void shouldNameEachFieldAsAWatchDoes(final String name, final int least) throws IOException
    {
        page.open(root.resolve(name), 1200, "light");
        chromium.evaluate("document.querySelectorAll('#views > details').forEach(view => view.open = true)");
        chromium.evaluate("explore.go(Math.round(explore.info().end * 0.7))");
        page.awaitPlace();
        final JsonNode fields = chromium.evaluate(FIELDS);
        final long at = chromium.evaluate("explore.place.at").asLong();

        assertTrue(fields.size() >= least, fields.size() + " fields");
        try (ReplayCursor cursor = ReplayCursor.open(root.resolve(name), at, Machines.FACTORY))
        {
            final Random random = new Random(SEED);
            for (int i = 0; i < DRAWN; i++)
            {
                final JsonNode field = fields.path(random.nextInt(fields.size()));
                final WatchExpression watched = WatchExpression.parse(field.path(0).asText());
                watched.check(cursor.machine());
                assertEquals(flag(field.path(1).asText()), flag(watched.value(cursor.machine())
                    .replace("edge", "0").replace("level", "1")), "seed " + SEED + ", " + field);
            }
        }
    }

    private static String flag(final String text)
    {
        return text.equals("true") ? "1" : text.equals("false") ? "0" : text;
    }

    @ParameterizedTest
    @CsvSource({"default, vpet, vpet.vm0.VPETE.VPE_ID1.VALID", "default, vmte, vmte.vm0.L2_VMTE.LPI_IST.IST_VALID",
        "default, dt, dt.ITS_CR0.ITSEN", "direct, vpe, vpe.all.vpe.VM0.vCPU1.state", "direct, vpe, vpe.all.used",
        "msix, msix, msix.functions.DeviceID1.enable"})
    void shouldGoToEachChangeOfAFieldOfAView(final String name, final String view, final String path)
        throws IOException
    {
        final List<Long> changes = changes(name, path);
        page.open(root.resolve(name), 1200, "light");
        open(view);
        final String field = String.format(FIELD, path);

        focus(field);
        chromium.key("ContextMenu");
        assertEquals(List.of("next change", "previous change", "break here"), menu());
        chromium.key("ArrowDown");
        chromium.key("Enter");
        awaitPlace(changes.get(changes.size() - 1));
        assertEquals(path, chromium.evaluate("document.activeElement.dataset.path").asText());
        assertTrue(chromium.evaluate("!!document.activeElement.closest('.changed')").asBoolean());

        chromium.evaluate("explore.go(0)");
        page.awaitPlace();
        if (chromium.evaluate("!!" + field).asBoolean())
        {
            focus(field);
            chromium.key("Enter");
            chromium.key("Enter");
            awaitPlace(changes.get(0));
        }
    }

    @Test
    void shouldOpenTheMenuByBothButtonsOfAMouseAndStopAtABreak() throws IOException
    {
        final String path = "vpe.all.vpe.VM0.vCPU1.state";
        final List<Long> changes = changes("direct", path);
        page.open(root.resolve("direct"), 1200, "light");
        open("vpe");
        final String field = String.format(FIELD, path);
        chromium.evaluate(field + ".dispatchEvent(new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))");
        assertEquals(3, menu().size());
        chromium.key("Escape");
        assertEquals(List.of(), menu());
        assertEquals(path, chromium.evaluate("document.activeElement.dataset.path").asText());

        chromium.evaluate(field + ".scrollIntoView({block: 'center'})");
        final JsonNode box = chromium.evaluate("(box => [box.left + 5, box.top + 5])(" + field +
            ".getBoundingClientRect())");
        chromium.click(box.path(0).asDouble(), box.path(1).asDouble());
        assertEquals(3, menu().size());
        chromium.evaluate("document.querySelectorAll('#menu button')[2].click()");
        final long from = changes.get(changes.size() - 1) - 700;
        chromium.evaluate("explore.go(" + from + ')');
        page.awaitPlace();
        chromium.shiftKey("ArrowRight");
        awaitPlace(changes.stream().filter(change -> change > from).findFirst().orElseThrow());
    }

    @Test
    void shouldWalkTheFieldsByKeys() throws IOException
    {
        page.open(root.resolve("default"), 1200, "light");
        chromium.evaluate("document.querySelector('[data-view=vmt]').open = true");
        page.awaitPlace();
        final JsonNode paths = chromium.evaluate("[...document.querySelectorAll('#views [data-path]')].map(one => " +
            "one.dataset.path)");
        assertEquals(1, chromium.evaluate("document.querySelectorAll('#views [data-path][tabindex=\"0\"]').length")
            .asInt());
        chromium.evaluate("document.querySelector('#views [data-path][tabindex=\"0\"]').focus()");
        for (final JsonNode path : paths)
        {
            assertEquals(path, chromium.evaluate("document.activeElement.dataset.path"));
            chromium.key("ArrowDown");
        }
        chromium.key("ArrowUp");
        assertEquals(paths.path(paths.size() - 2), chromium.evaluate("document.activeElement.dataset.path"));
    }

    /** A sign of each kind in the columns that have such an action, and none elsewhere. */
    @ParameterizedTest
    @CsvSource({"direct, ▲▶", "msix, ■", "moved, ▲◆"})
    void shouldPaintTheSignsOfActionsFarOut(final String name, final String signs) throws IOException
    {
        page.open(root.resolve(name), 1200, "dark");
        final JsonNode lanes = chromium.evaluate("explore.ask('lanes', {from: explore.info().first + 1, " +
            "to: explore.info().end})");
        assertEquals("blocks", lanes.path("kind").asText());
        chromium.evaluate("document.getElementById('lanes').focus()");
        chromium.key("0");
        page.awaitPlace();

        final Set<String> seen = new TreeSet<>();
        chromium.evaluate(SIGNS).forEach(sign -> seen.add(sign.path(0).asText()));
        final Set<String> expected = new TreeSet<>();
        lanes.path("slots").forEach(slot -> slot.path("actions").fieldNames().forEachRemaining(kind ->
        {
            switch (kind)
            {
                case "toggle" -> expected.add("▲");
                case "move" -> expected.add("▶");
                case "mask" -> expected.add("■");
                case "migration" -> expected.add("◆");
                default -> assertEquals("action", kind);
            }
        }));
        assertEquals(expected, seen);
        signs.chars().forEach(sign -> assertTrue(seen.contains(Character.toString(sign)), signs + ' ' + seen));
    }

    /** Opens a view; that of vPEs with all vCPUs. */
    private void open(final String view) throws IOException
    {
        final String box = "document.querySelector('[data-view=" + view + "]')";
        if (view.equals("vpe"))
        {
            chromium.evaluate(box + ".querySelector('[type=checkbox]').checked = true");
        }
        chromium.evaluate(box + ".open = true");
        page.await("document.querySelector('[data-view=" + view + "] .content > *')");
        page.awaitPlace();
    }

    private void focus(final String field) throws IOException
    {
        chromium.evaluate(field + ".focus()");
    }

    private List<String> menu() throws IOException
    {
        final List<String> items = new ArrayList<>();
        chromium.evaluate(MENU).forEach(item -> items.add(item.asText()));

        return items;
    }

    private void awaitPlace(final long at) throws IOException
    {
        page.awaitPlace();
        page.await("explore.isQuiet() && explore.place.at === " + at);
        page.awaitPlace();
    }

    /** Returns the commands at which {@code gale replay --watch} shows a change. */
    private List<Long> changes(final String name, final String path)
    {
        final StringWriter out = new StringWriter();
        GaleRun.of(out, new StringWriter(), "replay", root.resolve(name).toString(), "--watch", path);

        return out.toString().lines().filter(line -> line.contains(" by ")).map(line ->
            Long.parseLong(line.substring(0, line.indexOf(' ')).replace(",", ""))).toList();
    }
}
