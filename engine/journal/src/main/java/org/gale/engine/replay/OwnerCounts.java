package org.gale.engine.replay;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;

/**
 * Sums of the account of a machine since its reset: of each owner of interrupts, and what belongs to no owner. The
 * difference of two is what happened in between. Immutable.
 *
 * @param sequence number of the last command
 * @param owners   counts of each owner by its id, in the order of the ids
 * @param rejected events that no ITS translated, or that reached no interrupt
 * @param doorbells that rang
 * @param commands that were applied, TIME not counted
 * @param births   the owner that a VM which has migrated was at first, by the owner that it is
 */
public record OwnerCounts(long sequence, Map<Integer, Counts> owners, long rejected, long doorbells, long commands,
    Map<Integer, Integer> births)
{
    /** Sums of a machine at reset. */
    static final OwnerCounts NONE = new OwnerCounts(0, Map.of(), 0, 0, 0, Map.of());

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

        /** Returns the counts since an earlier command. */
        public Counts less(final Counts before)
        {
            return new Counts(offered - before.offered, delivered - before.delivered,
                redelivered - before.redelivered, coalesced - before.coalesced, cleared - before.cleared,
                unmapped - before.unmapped, lost - before.lost, pending - before.pending);
        }

        private Counts withLost(final long interrupts)
        {
            return new Counts(offered, delivered, redelivered, coalesced, cleared, unmapped, lost + interrupts,
                pending - interrupts);
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
            machine.outputs().doorbells(), machine.commandCount(), births(machine.accounts(), owners.keySet()));
    }

    /**
     * Returns the sums of a machine, whose account is compared with its tables: an interrupt that is owed and is not
     * pending is lost (P1). Reads the tables of all owners. A query.
     */
    public static OwnerCounts compared(final Machine machine, final long sequence)
    {
        final OwnerCounts counts = of(machine, sequence);
        final Map<Integer, Counts> owners = new LinkedHashMap<>();
        counts.owners.forEach((owner, its) -> owners.put(owner, its.withLost(lost(machine.accounts(), owner))));

        return new OwnerCounts(sequence, owners, counts.rejected, counts.doorbells, counts.commands, counts.births);
    }

    private static long lost(final Accounts accounts, final int owner)
    {
        final Ledger ledger = accounts.ledger(owner);
        long lost = 0;
        for (int intid = accounts.firstDifference(owner); intid >= 0; intid = accounts.nextDifference(owner, intid))
        {
            lost += ledger.isOwed(Intid.isSpi(intid), Intid.id(intid)) ? 1 : 0;
        }

        return lost;
    }

    /** Returns the owner that each VM was at first whose ledger is that of another owner now. A query. */
    static Map<Integer, Integer> births(final Accounts accounts, final Iterable<Integer> owners)
    {
        final Map<Integer, Integer> births = new HashMap<>();
        for (final int birth : owners)
        {
            if (!OwnerId.isPhysical(birth) && birth == accounts.vmOwner(OwnerId.vmId(birth)))
            {
                final int owner = accounts.followedOwner(OwnerId.vmId(birth));
                if (owner != birth)
                {
                    births.put(owner, birth);
                }
            }
        }

        return births;
    }

    /** Returns counts by the owners of now, whose VMs may have migrated since the counts were taken. */
    static Map<Integer, Counts> followed(final Map<Integer, Counts> counts, final Map<Integer, Integer> then,
        final Map<Integer, Integer> now)
    {
        if (then.equals(now))
        {
            return counts;
        }
        final Map<Integer, Integer> owners = new HashMap<>();
        now.forEach((owner, birth) -> owners.put(birth, owner));
        final Map<Integer, Counts> followed = new HashMap<>();
        final Map<Integer, Counts> stayed = new HashMap<>();
        counts.forEach((owner, its) ->
        {
            final int birth = then.getOrDefault(owner, owner);
            final int to = owners.getOrDefault(birth, birth);
            (to == owner ? stayed : followed).put(to, its);
        });
        stayed.forEach(followed::putIfAbsent);

        return followed;
    }

    /** Returns the counts since an earlier command. What a VM did before it migrated counts for its new owner. */
    public OwnerCounts since(final OwnerCounts before)
    {
        final Map<Integer, Counts> less = new LinkedHashMap<>();
        final Map<Integer, Counts> earlier = followed(before.owners(), before.births(), births);
        owners.forEach((owner, counts) -> less.put(owner, counts.less(earlier.getOrDefault(owner, Counts.NONE))));

        return new OwnerCounts(sequence, less, rejected - before.rejected(), doorbells - before.doorbells(),
            commands - before.commands(), births);
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
