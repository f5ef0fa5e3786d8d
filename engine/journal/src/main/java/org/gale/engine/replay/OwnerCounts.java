package org.gale.engine.replay;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.Machine;

/**
 * Sums of the account of a machine since its reset: of each owner of interrupts, and what belongs to no owner. The
 * difference of two is what happened in between. Immutable.
 *
 * @param sequence number of the last command
 * @param owners   counts of each owner by its id, in the order of the ids
 * @param rejected events that no ITS translated, or that reached no interrupt
 * @param doorbells that rang
 * @param commands that were applied, TIME not counted
 */
public record OwnerCounts(long sequence, Map<Integer, Counts> owners, long rejected, long doorbells, long commands)
{
    /** Sums of a machine at reset. */
    static final OwnerCounts NONE = new OwnerCounts(0, Map.of(), 0, 0, 0);

    /**
     * Counts of an owner.
     *
     * @param pending number of events that are owed; in a difference, by how many more
     */
    public record Counts(long offered, long delivered, long redelivered, long coalesced, long cleared, long unmapped,
        long lost, long pending)
    {
        /** No counts. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

        /** Returns what was counted since. */
        public Counts less(final Counts before)
        {
            return new Counts(offered - before.offered, delivered - before.delivered,
                redelivered - before.redelivered, coalesced - before.coalesced, cleared - before.cleared,
                unmapped - before.unmapped, lost - before.lost, pending - before.pending);
        }

        private static Counts of(final Ledger ledger)
        {
            return new Counts(ledger.offered(), ledger.delivered(), ledger.redelivered(), ledger.coalesced(),
                ledger.withdrawnCleared(), ledger.withdrawnUnmapped(), ledger.lost(), ledger.pending());
        }
    }

    /** Returns the sums of a machine. A query. */
    public static OwnerCounts of(final Machine machine, final long sequence)
    {
        return of(machine, sequence, Integer.MAX_VALUE);
    }

    /**
     * Returns the sums of a machine. A query.
     *
     * @param limit number of owners, the first ones
     */
    static OwnerCounts of(final Machine machine, final long sequence, final int limit)
    {
        final Map<Integer, Counts> owners = new LinkedHashMap<>();
        for (int owner = machine.accounts().firstOwner(); owner != OwnerId.NONE && owners.size() < limit;
            owner = machine.accounts().nextOwner(owner))
        {
            owners.put(owner, Counts.of(machine.accounts().ledger(owner)));
        }

        return new OwnerCounts(sequence, owners, machine.untranslated() + machine.unreachable(),
            machine.outputs().doorbells(), machine.commandCount());
    }

    /** Returns what happened since an earlier command. */
    public OwnerCounts since(final OwnerCounts before)
    {
        final Map<Integer, Counts> less = new LinkedHashMap<>();
        owners.forEach((owner, counts) ->
            less.put(owner, counts.less(before.owners().getOrDefault(owner, Counts.NONE))));

        return new OwnerCounts(sequence, less, rejected - before.rejected(), doorbells - before.doorbells(),
            commands - before.commands());
    }

    /**
     * Returns a difference as JSON, schema {@code gale.account/1}.
     *
     * @param before number of the command after which it begins
     */
    public JsonText.Fields fields(final long before)
    {
        return json ->
        {
            json.writeStringField("schema", "gale.account/1");
            json.writeNumberField("from", before + 1);
            json.writeNumberField("to", sequence);
            json.writeNumberField("commands", commands);
            json.writeNumberField("rejected", rejected);
            json.writeNumberField("doorbells", doorbells);
            json.writeArrayFieldStart("owners");
            for (final Map.Entry<Integer, Counts> owner : owners.entrySet())
            {
                json.writeStartObject();
                json.writeStringField("owner", OwnerId.name(owner.getKey()));
                write(json, owner.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
        };
    }

    /** Writes counts into the open object, under the names of reports. */
    public static void write(final JsonGenerator json, final Counts counts) throws IOException
    {
        json.writeNumberField("offered", counts.offered());
        json.writeNumberField("delivered", counts.delivered());
        json.writeNumberField("redelivered", counts.redelivered());
        json.writeNumberField("coalesced", counts.coalesced());
        json.writeNumberField("withdrawn_cleared", counts.cleared());
        json.writeNumberField("withdrawn_unmapped", counts.unmapped());
        json.writeNumberField("lost", counts.lost());
        json.writeNumberField("pending_more", counts.pending());
    }
}
