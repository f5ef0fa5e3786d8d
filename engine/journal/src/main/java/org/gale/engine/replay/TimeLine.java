package org.gale.engine.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.Route;

/**
 * Time line of a journal: lanes of owners, with counts of blocks where the window is wide and single marks where it is
 * narrow. Owned by the thread of the cursor.
 */
public final class TimeLine
{
    private static final int SLOTS = 400;

    private final JournalIndex index;
    private final ReplayCursor cursor;
    private final long first;

    /**
     * Creates the time line of a journal.
     *
     * @param cursor moved by each question
     * @param first  command at which the journal begins, 0 for reset
     */
    public TimeLine(final JournalIndex index, final ReplayCursor cursor, final long first)
    {
        this.index = index;
        this.cursor = cursor;
        this.first = first;
    }

    /** Part of the window, with what was counted in it. */
    record Slot(JournalIndex.Block last, long from, OwnerCounts counts, Map<ActionKind, Integer> actions)
    {
        /** Joins blocks, of which the first one follows a command. */
        static Slot of(final List<JournalIndex.Block> joined, final OwnerCounts before, final long from)
        {
            final JournalIndex.Block last = joined.get(joined.size() - 1);
            final Map<ActionKind, Integer> actions = new EnumMap<>(ActionKind.class);
            joined.forEach(block -> block.actions().forEach((kind, count) -> actions.merge(kind, count, Integer::sum)));

            return new Slot(last, from, last.sums().since(before), actions);
        }
    }

    /**
     * Returns the lanes of a window.
     *
     * @param from first command
     * @param to   last command
     * @param check called again and again while commands are applied; throws to end the scan
     */
    public JsonText.Fields lanes(final long from, final long to, final Runnable check) throws IOException
    {
        final long before = Math.max(first, from - 1);
        if (to - before <= CommandMarks.WINDOW_LIMIT)
        {
            return near(CommandMarks.of(cursor, before, to, check), before, to);
        }

        return far(slots(before, to), before, to);
    }

    private JsonText.Fields near(final CommandMarks marks, final long before, final long to)
    {
        final Set<Integer> owners = new LinkedHashSet<>(owners());
        marks.marks().forEach(mark -> owners.add(mark.owner()));

        return json ->
        {
            head(json, before, to, "marks", owners);
            times(json, marks.instants());
            json.writeBooleanField("complete", marks.isComplete());
            json.writeArrayFieldStart("marks");
            for (final CommandMarks.Mark mark : marks.marks())
            {
                json.writeStartObject();
                json.writeNumberField("command", mark.sequence());
                json.writeNumberField("owner", mark.owner());
                json.writeStringField("kind", mark.kind());
                json.writeNumberField("count", mark.count());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("stays");
            for (final CommandMarks.Stay stay : marks.stays())
            {
                stay(json, stay);
            }
            json.writeEndArray();
        };
    }

    /** Joins blocks until few enough are left for the width of a screen. */
    private List<Slot> slots(final long before, final long to)
    {
        final List<Slot> slots = new ArrayList<>();
        OwnerCounts counted = null;
        long from = 0;
        final List<JournalIndex.Block> joined = new ArrayList<>();
        for (final JournalIndex.Block block : index.blocks())
        {
            if (block.last() <= before || counted == null)
            {
                counted = block.last() <= before ? block.sums() : index.before();
                from = counted.sequence();
            }
            if (block.last() > before && from < to)
            {
                joined.add(block);
                if (block.last() - from >= (to - before) / SLOTS)
                {
                    slots.add(Slot.of(joined, counted, from));
                    counted = block.sums();
                    from = block.last();
                    joined.clear();
                }
            }
        }
        if (!joined.isEmpty())
        {
            slots.add(Slot.of(joined, counted, from));
        }

        return slots;
    }

    private JsonText.Fields far(final List<Slot> slots, final long before, final long to)
    {
        final Set<Integer> owners = new LinkedHashSet<>(owners());
        if (slots.stream().anyMatch(slot -> !slot.actions().isEmpty()))
        {
            owners.add(CommandMarks.NO_OWNER);
        }

        return json ->
        {
            head(json, before, to, "blocks", owners);
            times(json, instants(slots));
            json.writeArrayFieldStart("slots");
            for (final Slot slot : slots)
            {
                json.writeStartObject();
                json.writeNumberField("from", slot.from());
                json.writeNumberField("to", slot.last().last());
                json.writeNumberField("ns", slot.last().timeNs());
                json.writeNumberField("rejected", slot.counts().rejected());
                json.writeNumberField("doorbells", slot.counts().doorbells());
                json.writeObjectFieldStart("actions");
                for (final Map.Entry<ActionKind, Integer> action : slot.actions().entrySet())
                {
                    json.writeNumberField(action.getKey().label(), action.getValue());
                }
                json.writeEndObject();
                json.writeArrayFieldStart("owners");
                for (final Map.Entry<Integer, OwnerCounts.Counts> owner : slot.counts().owners().entrySet())
                {
                    json.writeStartObject();
                    json.writeNumberField("owner", owner.getKey());
                    OwnerCounts.write(json, owner.getValue());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("stays");
            for (final Slot slot : slots)
            {
                for (int pe = 0; pe < cursor.machine().config().pes(); pe++)
                {
                    final long resident = slot.last().resident(pe);
                    if (resident >= 0)
                    {
                        stay(json, new CommandMarks.Stay(pe, resident, slot.from(), slot.last().last()));
                    }
                }
            }
            json.writeEndArray();
        };
    }

    /** Returns the times of the ends of slots, and of the beginning of the first. */
    private List<CommandMarks.Instant> instants(final List<Slot> slots)
    {
        final List<CommandMarks.Instant> instants = new ArrayList<>();
        final long from = slots.isEmpty() ? first : slots.get(0).from();
        long ns = 0;
        for (final JournalIndex.Block block : index.blocks())
        {
            ns = block.last() <= from ? block.timeNs() : ns;
        }
        CommandMarks.Instant.add(instants, from, ns);
        slots.forEach(slot -> CommandMarks.Instant.add(instants, slot.last().last(), slot.last().timeNs()));

        return instants;
    }

    /** Writes times as pairs of a command and its time, ns. */
    private static void times(final JsonGenerator json, final List<CommandMarks.Instant> instants) throws IOException
    {
        json.writeArrayFieldStart("times");
        for (final CommandMarks.Instant instant : instants)
        {
            json.writeArray(new long[] {instant.sequence(), instant.ns()}, 0, 2);
        }
        json.writeEndArray();
    }

    private List<Integer> owners()
    {
        final List<JournalIndex.Block> blocks = index.blocks();

        return blocks.isEmpty() ? List.of() : List.copyOf(blocks.get(blocks.size() - 1).sums().owners().keySet());
    }

    private static void head(
        final JsonGenerator json, final long before, final long to, final String kind, final Iterable<Integer> owners)
        throws IOException
    {
        json.writeStringField("kind", kind);
        json.writeNumberField("from", before);
        json.writeNumberField("to", to);
        json.writeArrayFieldStart("lanes");
        for (final int owner : owners)
        {
            json.writeStartObject();
            json.writeNumberField("owner", owner);
            json.writeStringField("name", owner == CommandMarks.NO_OWNER ? "other" : OwnerId.name(owner));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void stay(final JsonGenerator json, final CommandMarks.Stay stay) throws IOException
    {
        final boolean isDirect = (stay.resident() & IndexPass.DIRECT) != 0;
        json.writeStartObject();
        json.writeNumberField("pe", stay.pe());
        json.writeNumberField("owner", (int)(stay.resident() >>> Integer.SIZE));
        json.writeNumberField("vpe", (int)(stay.resident() & (IndexPass.DIRECT - 1)));
        if (cursor.machine().config().gicv4() != null)
        {
            json.writeStringField("route", (isDirect ? Route.DIRECT : Route.FORWARDED).label());
        }
        json.writeNumberField("from", stay.from());
        json.writeNumberField("to", stay.to());
        json.writeEndObject();
    }
}
