package org.gale.engine.script;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.Link;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.IgnoredOperation;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.engine.record.Losses;

/** Accounting of a machine as one line of JSON, under the names of a storm's report. Pure functions. */
final class StatsJson
{
    private StatsJson()
    {
    }

    /** @param losses that its proof has found */
    static String of(final Machine machine, final Losses losses)
    {
        return JsonText.line(json ->
        {
            json.writeNumberField("commands", machine.commandCount());
            json.writeNumberField("doorbells", machine.outputs().doorbells());
            if (machine.config().value(MachineKeys.OPS_DELAY) != 0)
            {
                json.writeNumberField("ignored_operations", machine.ignoredOperations());
                writeIgnored(json, machine.namedIgnoredOperations());
            }
            if (machine.config().value(MachineKeys.LINK) != Link.FIXED)
            {
                json.writeNumberField("unlinked_instructions", machine.unlinkedInstructions());
            }
            write(json, losses);
            writeControls(json, machine.controls());
            json.writeObjectFieldStart("accounting");
            final Totals totals = new Totals();
            totals.addDropped(machine.untranslated(), machine.unreachable());
            final UnsyncedEvents unsynced = machine.unsyncedEvents();
            if (unsynced != null)
            {
                totals.addUnsynced(unsynced.outstanding(), unsynced.count());
            }
            final Accounts accounts = machine.accounts();
            for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
            {
                totals.add(accounts, owner);
            }
            totals.addFront(machine.functions());
            totals.write(json, true);
            writeVms(json, accounts, unsynced);
            json.writeEndObject();
        });
    }

    /** Writes which operations were ignored; nothing if none was. */
    private static void writeIgnored(
        final JsonGenerator json, final List<IgnoredOperation> operations) throws IOException
    {
        if (!operations.isEmpty())
        {
            json.writeArrayFieldStart("ignored");
            for (final IgnoredOperation operation : operations)
            {
                json.writeStartObject();
                json.writeStringField("register", operation.register());
                json.writeNumberField("command", operation.command());
                json.writeStringField("under_way", operation.before());
                json.writeNumberField("begun", operation.begun());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void write(final JsonGenerator json, final Losses losses) throws IOException
    {
        json.writeNumberField("lost", losses.lost());
        writeFirst(json, "first_lost", losses.firstLost());
        json.writeNumberField("invented", losses.invented());
        writeFirst(json, "first_invented", losses.firstInvented());
        json.writeNumberField("excused", losses.excused());
        writeFirst(json, "first_excused", losses.firstExcused());
    }

    private static void writeFirst(final JsonGenerator json, final String name, final String first) throws IOException
    {
        if (first != null)
        {
            json.writeStringField(name, first);
        }
    }

    /** Writes how often each deliberate mistake acted; nothing where none was asked for. */
    private static void writeControls(final JsonGenerator json, final List<Control> controls) throws IOException
    {
        if (!controls.isEmpty())
        {
            json.writeObjectFieldStart("controls");
            for (final Control control : controls)
            {
                json.writeNumberField(control.name(), control.acted());
            }
            json.writeEndObject();
        }
    }

    private static void writeVms(
        final JsonGenerator json, final Accounts accounts, final UnsyncedEvents unsynced) throws IOException
    {
        json.writeArrayFieldStart("vms");
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            if (!OwnerId.isPhysical(owner))
            {
                final Totals totals = new Totals();
                totals.add(accounts, owner);
                if (unsynced != null)
                {
                    totals.addUnsynced(unsynced.count(owner), unsynced.count(owner));
                }
                json.writeStartObject();
                json.writeNumberField("vm", OwnerId.vmId(owner));
                totals.write(json, false);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    /** Totals of the identity {@code offered = delivered + coalesced + pending + unsynced + held + rejected}. */
    private static final class Totals
    {
        private long offered;
        private long delivered;
        private long redelivered;
        private long coalesced;
        private long pending;
        private long carried;
        private long unsynced;
        private boolean hasUnsynced;
        private long untranslated;
        private long unreachable;
        private long cleared;
        private long unmapped;
        private FunctionAccounts front;

        /** Adds events that reach no VM. */
        private void addDropped(final long untranslatedEvents, final long unreachableEvents)
        {
            offered += untranslatedEvents + unreachableEvents;
            untranslated += untranslatedEvents;
            unreachable += unreachableEvents;
        }

        /** Adds events that the IRS has not accepted yet. */
        private void addUnsynced(final long outstanding, final long counted)
        {
            offered += outstanding;
            unsynced += counted;
            hasUnsynced = true;
        }

        /** Adds events that are, or ended, in front of the ITS; null without functions. */
        private void addFront(final FunctionAccounts functions)
        {
            front = functions;
            if (front != null)
            {
                offered += front.offered() - front.sent();
                coalesced += front.coalescedAtEventfd() + front.coalescedAtMask();
                unreachable += front.unreachable();
                cleared += front.withdrawnCleared();
            }
        }

        /** Adds the account of an owner. Pending is counted in RAM, by nothing that it proves. */
        private void add(final Accounts accounts, final int owner)
        {
            final Ledger ledger = accounts.ledger(owner);
            final Accounts.OfSoftware ofSoftware = accounts.ofSoftware(owner);
            offered += ledger.offered() + ofSoftware.events();
            delivered += ledger.delivered();
            redelivered += ledger.redelivered();
            coalesced += ledger.coalesced();
            pending += accounts.pending(owner);
            carried += ledger.carried();
            cleared += ledger.withdrawnCleared() + ofSoftware.withdrawn();
            unmapped += ledger.withdrawnUnmapped();
        }

        private void write(final JsonGenerator json, final boolean isOfAll) throws IOException
        {
            json.writeNumberField("offered", offered);
            json.writeNumberField("delivered", delivered);
            json.writeNumberField("coalesced", coalesced);
            json.writeNumberField("pending", pending);
            if (hasUnsynced)
            {
                json.writeNumberField("unsynced", unsynced);
            }
            if (front != null || carried != 0)
            {
                json.writeNumberField("held", carried + (front == null ? 0 : front.held()));
            }
            json.writeObjectFieldStart("rejected");
            if (front != null)
            {
                json.writeNumberField("not-enabled", front.notEnabled());
            }
            if (isOfAll)
            {
                json.writeNumberField("untranslated", untranslated);
                json.writeNumberField("unreachable", unreachable);
            }
            json.writeNumberField("withdrawn-cleared", cleared);
            json.writeNumberField("withdrawn-unmapped", unmapped);
            json.writeEndObject();
            json.writeNumberField("remainder",
                offered - delivered - coalesced - pending - carried - unsynced - untranslated - unreachable -
                cleared - unmapped - (front == null ? 0 : front.held() + front.notEnabled()));
            if (front != null)
            {
                json.writeObjectFieldStart("coalesced_at");
                json.writeNumberField("eventfd", front.coalescedAtEventfd());
                json.writeNumberField("mask", front.coalescedAtMask());
                json.writeNumberField("entry", coalesced - front.coalescedAtEventfd() - front.coalescedAtMask());
                json.writeEndObject();
            }
            json.writeNumberField("redelivered", redelivered);
        }
    }
}
