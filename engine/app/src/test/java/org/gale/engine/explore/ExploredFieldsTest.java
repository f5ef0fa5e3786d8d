package org.gale.engine.explore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.inspect.Opening;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SessionWatch;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Changes of drawn fields of views, in journals of each kind. Witness: the whole text of {@code inspect} after each
 * command, in which a field is found here by a plain walk.
 */
class ExploredFieldsTest
{
    private static final long SEED = 7878;
    private static final long MEMORY = 1 << 20;
    private static final int FIELDS_OF_A_VIEW = 3;
    private static final int PLACES = 3;
    private static final int WALKED = 120;
    private static final String[] GUEST = {"msi 1 2", "spi 1 1", "spi 1 0", "spi 9 1", "spi 9 0",
        "sysw 0 el1 ICC_CR0_EL1 1", "sysw 0 el1 ICC_PCR_EL1 0x1f", "sysw 0 el1 ICC_APR_EL1 0x100",
        "sysw 0 el1 ICC_APR_EL1 0x80000002", "sysw 0 el2 ICH_APR_EL2 0x6", "sysw 0 el2 ICH_VMCR_EL2 0xf8000001",
        "sysw 0 el1 ICC_PPI_ENABLER0_EL1 0x800000", "ppi 0 23 1", "ppi 0 23 0", "insn 0 el1 CDEOI",
        "insn 0 el1 CDDI 0x20000017", "gicr 0 el1 CDIA", "turn 0 3", "turn 1 1", "insn 0 el1 CDEN 0x60000001",
        "insn 0 el1 CDPRI 0x4060000001"};

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "storm default --vms 2 --vpes 1 --pes 2 --lpis 8 --devices 2 --events 4 --count 60 --clock virtual | " +
            "regs, vmt, vmte --vm 1, vpet --vm 1 --all, vist --vm 0, dt, itt --device 1, pending",
        "storm overcommit --vms 2 --vpes 2 --pes 1 --lpis 8 --devices 2 --events 4 --count 40 --clock virtual | " +
            "regs, vpet --vm 1, pending",
        "storm default --vms 1 --vpes 1 --pes 1 --lpis 16 --devices 1 --events 16 --count 80 | regs, pending",
        "storm direct --clock virtual -C toggles=1/20 --vms 1 --count 40 | vpe, vpt, latch --all",
        "storm msix --clock virtual --rate 200k --count 20 | regs, msix, eventfd",
        "machine pes=2 irss=2 | regs, regs --pe 0, topology, ppi --pe 0, ist --type spi, pending",
        "machine preset=full pes=2 | regs, ppi --pe 0, ppi --pe 0 --virtual, pending"})
    void shouldFindEachChangeOfAField(final String words, final String views) throws IOException
    {
        final Path journal = words.startsWith("storm ") ?
            BrowsedJournal.storm(root, "journal", words.substring("storm ".length())) : session(words);
        final Map<String, List<Long>> expected = changes(journal, List.of(views.split(", ", -1)));

        try (Explored explored =
            new Explored(journal, Opening.of(journal, null, null, Machines.FACTORY), MEMORY))
        {
            while (explored.work())
            {
                assertFalse(explored.isIndexed());
            }
            final long end = get(explored, "journal").path("end").asLong();
            final Random random = new Random(SEED);
            for (final Map.Entry<String, List<Long>> field : expected.entrySet())
            {
                final List<Long> places = new ArrayList<>(List.of(begin(end), end));
                for (int i = 0; i < PLACES; i++)
                {
                    final List<Long> all = field.getValue();
                    places.add(all.isEmpty() || i % 2 == 0 ? end - (long)(random.nextDouble() * (end - begin(end))) :
                        all.get(random.nextInt(all.size())) - random.nextInt(2));
                }
                for (final long at : places)
                {
                    final String text = "seed " + SEED + ": " + field.getKey() + " at " + at;
                    assertEquals(field.getValue().stream().filter(one -> one > at).findFirst().orElse(-1L),
                        found(explored, field.getKey(), "next", at), text);
                    final long before = field.getValue().stream().filter(one -> one < at)
                        .reduce(-1L, (one, other) -> other);
                    if (before >= 0)
                    {
                        assertEquals(before, found(explored, field.getKey(), "previous", at), text);
                    }
                    else if (at == end)
                    {
                        assertTrue(found(explored, field.getKey(), "previous", at) <= begin(end), text);
                    }
                }
            }
        }
        assertTrue(expected.values().stream().anyMatch(list -> list.size() > 1), expected.toString());
    }

    /** Returns the command after which the witness walks. */
    private static long begin(final long end)
    {
        return Math.max(0, end - WALKED);
    }

    /** Returns the last commands of a journal that changed drawn fields, read from the whole view after each. */
    private static Map<String, List<Long>> changes(final Path journal, final List<String> views) throws IOException
    {
        final Map<String, List<Long>> changes = new LinkedHashMap<>();
        final long end;
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(journal, Machines.FACTORY))
        {
            end = cursor.sequence();
            final Random random = new Random(SEED);
            for (final String view : views)
            {
                final Map<String, String> fields = new LinkedHashMap<>();
                add(nameOf(view), view(cursor.machine(), view), fields);
                final List<String> names = new ArrayList<>(fields.keySet());
                Collections.shuffle(names, random);
                names.stream().limit(FIELDS_OF_A_VIEW).forEach(name -> changes.put(name, new ArrayList<>()));
                names.stream().filter(name -> name.matches("regs[.]PEs[.]PE0[.](v?running|IC[CH]_(APR|HPPIR)_EL[12])"))
                    .forEach(name -> changes.put(name, new ArrayList<>()));
            }
        }
        try (ReplayCursor cursor = ReplayCursor.open(journal, begin(end), Machines.FACTORY))
        {
            Map<String, String> before = values(cursor.machine(), views);
            while (cursor.step() != null)
            {
                final Map<String, String> now = values(cursor.machine(), views);
                for (final Map.Entry<String, List<Long>> field : changes.entrySet())
                {
                    if (!now.getOrDefault(field.getKey(), "").equals(before.getOrDefault(field.getKey(), "")))
                    {
                        field.getValue().add(cursor.sequence());
                    }
                }
                before = now;
            }
        }

        return changes;
    }

    private static Map<String, String> values(final Machine machine, final List<String> views)
    {
        final Map<String, String> values = new LinkedHashMap<>();
        for (final String view : views)
        {
            try
            {
                add(nameOf(view), view(machine, view), values);
            }
            catch (final IllegalArgumentException ex)
            {
                values.remove(view);                                            // the VM or function is not there
            }
        }

        return values;
    }

    private static JsonNode view(final Machine machine, final String view)
    {
        return JsonText.read(Inspector.inspect(machine, List.of(view.split(" ", -1))));
    }

    private static String nameOf(final String view)
    {
        return view.replace(" --", ".").replace(" ", "");
    }

    /** Adds the values of an object; an entry of a list is named by its first value, the first of each name counts. */
    private static void add(final String path, final JsonNode object, final Map<String, String> values)
    {
        object.properties().forEach(field ->
        {
            final String name = path + '.' + field.getKey();
            final JsonNode value = field.getValue();
            if (value.isArray())
            {
                values.putIfAbsent(name, Integer.toString(value.size()));
                final List<String> known = new ArrayList<>();
                for (final JsonNode entry : value)
                {
                    final Map.Entry<String, JsonNode> key = entry.properties().iterator().next();
                    final String selector =
                        key.getKey() + key.getValue().asText().replaceAll("[^A-Za-z0-9_-]", "");
                    if (key.getValue().isValueNode() && !known.contains(selector))
                    {
                        known.add(selector);
                        add(name + '.' + selector, entry, values);
                    }
                }
            }
            else if (value.isObject())
            {
                values.put(name, text(value));
                add(name, value, values);
            }
            else
            {
                values.put(name, value.asText());
            }
        });
    }

    private static String text(final JsonNode object)
    {
        final StringBuilder text = new StringBuilder();
        object.properties().forEach(field ->
            text.append(field.getValue().isValueNode() ? field.toString() : "").append(' '));

        return text.toString();
    }

    /** Returns the command that changed a field, or −1. */
    private static long found(final Explored explored, final String name, final String to, final long at)
        throws IOException
    {
        return get(explored, "change", "at=" + at, "to=" + to, "show=" + name).path("rows").path(0).path("command")
            .asLong(-1);
    }

    private static JsonNode get(final Explored explored, final String path, final String... values) throws IOException
    {
        return JsonText.read(JsonText.line(
            explored.answer(PageQuestion.parse(path, String.join("&", values)), () -> { })));
    }

    /** Plays drawn lines; a line that the machine refuses changes nothing. */
    private Path session(final String machine) throws IOException
    {
        final Path journal = root.resolve("journal");
        final List<String> lines = new ArrayList<>(List.of(machine));
        lines.addAll(Arrays.asList(GUEST));
        final Random random = new Random(SEED);
        for (int i = 0; i < 60; i++)
        {
            lines.add(GUEST[random.nextInt(GUEST.length)]);
        }
        lines.add("quit");
        SessionRunner.run(keys -> MachineTarget.create(keys, made -> SessionJournal.create(journal, "test", made)),
            null, new ByteArrayInputStream((String.join("\n", lines) + '\n').getBytes(StandardCharsets.US_ASCII)),
            new ByteArrayOutputStream(), false, SessionWatch.NONE);

        return journal;
    }
}
