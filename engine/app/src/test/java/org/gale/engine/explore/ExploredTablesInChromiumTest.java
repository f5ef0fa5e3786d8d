package org.gale.engine.explore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tables of a journal's page in a browser: what a command changed, two places, links, and lanes by keys. */
@Tag("slow")
class ExploredTablesInChromiumTest extends ExploreBrowser
{
    private static final long SEED = 7_802;
    private static final int PLACES = 12;
    private static final int LISTED = 512;
    private static final String LANES = "document.getElementById('lanes')";
    private static final String PENDING = "document.querySelector('[data-view=vpt] details.inner')";

    @Override
    void makeJournals() throws IOException
    {
        BrowsedJournal.storm(root, "direct", "direct --clock virtual --vms 2 --vpes 2 --lpis 64 --devices 4 " +
            "--events 16 -C toggles=1/2k --count 3k");
        BrowsedJournal.storm(root, "default", "default --vms 2 --vpes 2 --pes 4 --lpis 64 --devices 4 --events 16 " +
            "--count 2k --clock virtual --rate 1M");
    }

    @Test
    void shouldMarkTheEntriesThatTheLastCommandChanged() throws IOException
    {
        page.open(root.resolve("direct"), 1200, "light");
        chromium.evaluate("document.querySelector('[data-view=vpt]').open = true");
        page.awaitPlace();
        final long end = chromium.evaluate("explore.info().end").asLong();
        final Random random = new Random(SEED);
        int marked = 0;
        for (int i = 0; i < PLACES; i++)
        {
            final long at = end / 2 + (long)(random.nextDouble() * end / 2);
            final Set<String> changed = new TreeSet<>();
            final Set<JsonNode> before = new HashSet<>(entries(at - 1));
            final List<JsonNode> now = entries(at);
            now.stream().filter(entry -> !before.contains(entry)).forEach(entry -> changed.add(key(entry)));
            chromium.evaluate("explore.go(" + at + ").then(() => " + PENDING + " && (" + PENDING + ".open = true))");
            page.awaitPlace();

            assertTrue(now.size() <= LISTED, now.size() + " entries");
            final Set<String> shown = new TreeSet<>();
            chromium.evaluate("[...document.querySelectorAll('[data-view=vpt] tr')].filter(row => " +
                "row.querySelector('td.changed')).map(row => ['VM', 'vCPU', 'INTID'].map(name => " +
                "row.querySelector('[data-field=' + name + ']').textContent).join(' '))")
                .forEach(row -> shown.add(row.asText()));
            assertEquals(changed, shown, "seed " + SEED + ", command " + at);
            marked += changed.size();
        }
        assertTrue(marked > 0, "no place changed a table");
    }

    @Test
    void shouldListEachFieldThatDiffersBetweenTwoPlaces() throws IOException
    {
        page.open(root.resolve("direct"), 1200, "light");
        chromium.evaluate("document.querySelector('[data-view=vpt]').open = true");
        page.awaitPlace();
        final long end = chromium.evaluate("explore.info().end").asLong();
        final Map<String, String> before = fields(entries(end - 400));
        final Map<String, String> after = fields(entries(end));
        final Set<String> differing = new HashSet<>(before.keySet());
        differing.addAll(after.keySet());
        differing.removeIf(field -> before.getOrDefault(field, "").equals(after.getOrDefault(field, "")));
        chromium.evaluate("explore.go(" + (end - 400) + ')');
        chromium.key("a");
        page.awaitPlace();
        chromium.evaluate("explore.go(" + end + ')');
        chromium.key("b");
        page.awaitPlace();
        page.await("document.querySelector('#differences p')");

        assertTrue(differing.size() > 1, differing.size() + " fields");
        assertEquals(Integer.toString(differing.size()), chromium.evaluate(
            "document.querySelector('#differences p').textContent.replace(/,/g, '').split(' ')[0]").asText());
    }

    @Test
    void shouldLeadFromADeviceToTheInterruptOfItsEvent() throws IOException
    {
        page.open(root.resolve("default"), 1200, "light");
        chromium.evaluate("document.querySelector('[data-view=dt]').open = true");
        page.awaitPlace();
        for (final int device : new int[] {1, 2})                               // the second time it is open
        {
            chromium.evaluate("[...document.querySelectorAll('[data-view=dt] [data-field=DeviceID] button')].find(" +
                "one => one.textContent === '" + device + "').click()");
            page.awaitPlace();
            assertEquals(device, chromium.evaluate("Number(document.querySelector(" +
                "'[data-view=itt] .values [data-field=DeviceID]').textContent.split(' ')[1])").asInt());
        }
        chromium.evaluate("[...document.querySelectorAll('[data-view=itt] tr')].find(row => row.querySelector(" +
            "'[data-field=EventID]')?.textContent === '3').querySelector('[data-field=LPI_ID] button').click()");
        page.awaitPlace();

        assertEquals(chromium.evaluate(
            "explore.ask('find', {at: explore.place.at, text: 'device 2 event 3'}).then(found => found.show)").asText(),
            chromium.evaluate("explore.place.show").asText());
    }

    @Test
    void shouldOpenLanesByAKeyAndSelectTheSameFromBothSides() throws IOException
    {
        page.open(root.resolve("default"), 1200, "light");
        final String height = LANES + ".offsetHeight";
        final int closed = chromium.evaluate(height).asInt();
        chromium.evaluate(LANES + ".focus()");
        chromium.key("o");
        page.await(height + " > " + closed);
        chromium.key("o");
        page.await(height + " === " + closed);
        final double left = chromium.evaluate(LANES + ".getBoundingClientRect().left").asDouble();
        final double y = chromium.evaluate(LANES + ".getBoundingClientRect().top").asDouble() + 5;

        final String rightward = selected(left + 300, left + 400, y);
        chromium.evaluate("delete document.body.dataset.selected");
        assertEquals(rightward, selected(left + 400, left + 300, y));
    }

    private String selected(final double from, final double to, final double y) throws IOException
    {
        chromium.drag(from, to, y);
        page.await("document.body.dataset.selected");

        return chromium.evaluate("document.body.dataset.selected").asText();
    }

    private List<JsonNode> entries(final long at) throws IOException
    {
        final List<JsonNode> entries = new ArrayList<>();
        try (ReplayCursor cursor = ReplayCursor.open(root.resolve("direct"), at, Machines.FACTORY))
        {
            new ObjectMapper().readTree(Inspector.inspect(cursor.machine(), List.of("vpt"))).path("vpt")
                .forEach(entries::add);
        }

        return entries;
    }

    private static String key(final JsonNode entry)
    {
        return entry.path("VM").asText() + ' ' + entry.path("vCPU").asText() + ' ' + entry.path("INTID").asText();
    }

    private static Map<String, String> fields(final List<JsonNode> entries)
    {
        final Map<String, String> fields = new HashMap<>();
        entries.forEach(entry -> entry.properties().forEach(field ->
            fields.put(key(entry) + ' ' + field.getKey(), field.getValue().asText())));

        return fields;
    }
}
