package org.gale.engine.inspect;

import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.TranslationQueries.Entry;
import org.gale.engine.machine.TranslationQueries.Translation;
import org.gale.engine.machine.WalkEnd;
import org.gale.engine.record.RecentCommands;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsStatusr;

/**
 * Explanation of where an event of a device would go now, entry by entry. Owned by the thread that owns the machine.
 */
final class ExplainedEvent
{
    private final Machine machine;
    /** Last commands, or null. */
    private final RecentCommands commands;
    private final int its;
    private final int deviceId;
    private final int eventId;
    private final ExplainedFacts facts;

    ExplainedEvent(
        final Machine machine,
        final RecentCommands commands,
        final int its,
        final int deviceId,
        final int eventId,
        final ExplainedFacts facts)
    {
        this.machine = machine;
        this.commands = commands;
        this.its = its;
        this.deviceId = deviceId;
        this.eventId = eventId;
        this.facts = facts;
    }

    /** Adds the walk, and returns whether it leads to an interrupt. */
    boolean explain()
    {
        final Translation translation = machine.translations().translation(its, deviceId, eventId);
        final WalkEnd end = translation.end();
        final boolean isFound = end == WalkEnd.FOUND;
        final int count = translation.entries().size();
        for (int i = 0; i < count - (isFound ? 0 : 1); i++)
        {
            entry(translation.entries().get(i));
        }
        if (!isFound)
        {
            failed(end, count == 0 ? null : translation.entries().get(count - 1));
        }

        return isFound;
    }

    /** Adds why the event is rejected now, if it is. */
    void explainRejection()
    {
        final Translation translation = machine.translations().translation(its, deviceId, eventId);
        final int count = translation.entries().size();
        if (translation.end() == WalkEnd.FOUND)
        {
            facts.fact(name() + " was rejected when it came; it would be translated now (B-ITS-3)");
        }
        else
        {
            failed(translation.end(), count == 0 ? null : translation.entries().get(count - 1));
        }
    }

    private void entry(final Entry entry)
    {
        final String text = entry.name() + ' ' + ViewJson.hex(entry.word()) + place(entry) + shown(entry);
        if (!entry.isKept())
        {
            facts.fact(text + " (B-ITS-3)");
            return;
        }
        final String now = inRam(entry);
        if (now.isEmpty())
        {
            facts.fact(text + ", from the cache: " + kept(entry) + " (B-ITS-7)");
        }
        else
        {
            kept("kept-entry", text + ", from the cache: " + kept(entry) + now, entry);
        }
    }

    private void failed(final WalkEnd end, final Entry entry)
    {
        final String event = name();
        if (end == WalkEnd.ITS_DISABLED)
        {
            if (!facts.isWaiting(machine, frame() + ItsCr0.OFFSET, ItsCr0.IDLE.mask(), "ITS_CR0"))
            {
                facts.reason("its-disabled", event + " is dropped: ITSEN of ITS " + its + " is 0, ITS_CR0 at 0x" +
                    Long.toHexString(frame() + ItsCr0.OFFSET) + " (B-ITS-2)",
                    "its", its, "address", frame() + ItsCr0.OFFSET);
            }
        }
        else if (entry.isKept())
        {
            final Translation tables = machine.translations().tableTranslation(its, deviceId, eventId);
            if (tables.end() != WalkEnd.FOUND)
            {
                failed(tables.end(), tables.entries().get(tables.entries().size() - 1));
            }
            kept("kept-walk", event + " is rejected from the cache: when walked, " + end.text() + place(entry) + ", " +
                kept(entry) + inRam(entry), entry);
        }
        else
        {
            facts.reason("walk", event + " is rejected: " + end.text() + ", " +
                (entry.address() < 0 ? "no address" : ViewJson.hex(entry.word()) + place(entry)) + " (B-ITS-3)",
                "its", its, "device", Integer.toUnsignedLong(deviceId), "event", Integer.toUnsignedLong(eventId),
                "end", end.name(), "entry", entry.name(), "address", entry.address());
        }
    }

    private void kept(final String code, final String text, final Entry entry)
    {
        if (!facts.isWaiting(machine, frame() + ItsStatusr.OFFSET, ItsStatusr.IDLE.mask(), "ITS_STATUSR"))
        {
            facts.reason(code, text + "; " + (entry.name().endsWith("DTE") ? "ITS_INV_DEVICER" : "ITS_INV_EVENTR") +
                " removes it (B-ITS-7" + (code.equals("kept-walk") ? ", B-TRAP-48)" : ")"),
                "its", its, "device", Integer.toUnsignedLong(deviceId),
                "event", Integer.toUnsignedLong(eventId), "entry", entry.name(), "kept_by", entry.keptBy());
        }
    }

    /** Returns since when a cache keeps an entry. */
    private String kept(final Entry entry)
    {
        if (entry.keptBy() == TranslationQueries.KEPT_BEFORE)
        {
            return "kept since before the snapshot (older: use the journal)";
        }
        final RecentCommands.Command command = commands == null ? null : commands.byCount(entry.keptBy());

        return command == null ? "kept since command " + entry.keptBy() + " (older: use the journal)" :
            "kept since command " + command.sequence() + ", " + command.text();
    }

    /** Returns a clause if RAM has another entry now, or an empty text. */
    private String inRam(final Entry entry)
    {
        final boolean isInRam = entry.address() >= 0 && machine.memory().contains(entry.address(), Long.BYTES);
        final long now = isInRam ? machine.memory().loadLong(entry.address()) : 0;

        return !isInRam || now == entry.word() ? "" : ", while RAM has " + ViewJson.hex(now) + " now";
    }

    private String name()
    {
        return "event " + Integer.toUnsignedString(eventId) + " of device " + Integer.toUnsignedString(deviceId);
    }

    private long frame()
    {
        return machine.config().board().frame(MachineKeys.ITS_CONFIG, its);
    }

    private static String place(final Entry entry)
    {
        return entry.address() < 0 ? "" : " at 0x" + Long.toHexString(entry.address());
    }

    private static String shown(final Entry entry)
    {
        final long word = entry.word();

        return switch (entry.name())
        {
            case "L2_DTE" -> ": ITT at 0x" + Long.toHexString(L2Dte.ittAddress(word)) + ", " +
                L2Dte.eventIdBits(word) + " bits of EventID";
            case "L2_ITTE" -> ": " + (L2Itte.isVirtual(word) ? "VM " + L2Itte.vmId(word) + ' ' : "") + "LPI " +
                L2Itte.lpiId(word);
            default -> "";
        };
    }
}
