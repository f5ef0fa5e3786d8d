package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.StormControl;

/**
 * Operator of a partition, by the kind of its machine, and what it has done.
 *
 * @param done     returns it at the end of the run
 * @param controls returns the deliberate mistakes of guests, and how often each acted
 */
record PartitionOperator(
    Operator operator, Supplier<HostModel.Done> done, Supplier<List<StormControl>> controls)
{
    private PartitionOperator(final Operator operator, final Supplier<HostModel.Done> done)
    {
        this(operator, done, List::of);
    }

    /**
     * Makes the operator of a partition.
     *
     * @param seed of the storm
     * @param held events and messages that are held
     */
    static PartitionOperator of(final HostParts parts, final DirectOperator.Operated operated,
        final HostModel model, final long seed, final HeldParts held)
    {
        if (model.kind() == HostModel.HostKind.FUNCTIONS)
        {
            final FunctionOperator functions =
                new FunctionOperator(parts, operated, model, seed, held.events(), held.pins());

            if (!model.migrating().isNone())
            {
                final MigrationOperator migrations =
                    new MigrationOperator(parts, operated, model.migrating(), seed, held);

                return new PartitionOperator(new FunctionsThatMigrate(functions, migrations),
                    () -> functions.done().with(migrations.done()));
            }
            if (!model.moving().isNone())
            {
                final AffinityOperator moves = new AffinityOperator(parts, operated, model, seed);

                return new PartitionOperator(new FunctionMoves(functions, moves),
                    () -> moves.addedTo(functions.done()),
                    () -> Stream.concat(moves.controls().stream(), functions.controls().stream()).toList());
            }
            return new PartitionOperator(functions, functions::done, functions::controls);
        }
        if (!model.migrating().isNone())
        {
            final MigrationOperator migrations = new MigrationOperator(parts, operated, model.migrating(), seed, held);

            return new PartitionOperator(migrations, migrations::done);
        }
        if (model.kind() == HostModel.HostKind.DIRECT)
        {
            final DirectOperator direct = new DirectOperator(parts, operated, model, seed);

            return new PartitionOperator(direct, direct::done);
        }
        if (!model.moving().isNone())
        {
            final AffinityOperator moves = new AffinityOperator(parts, operated, model, seed);

            return new PartitionOperator(moves, () -> moves.addedTo(HostModel.Done.NOTHING), moves::controls);
        }
        return new PartitionOperator(model.toggles().isNone() ? Operator.NONE :
            new IrsOperator(parts, operated, model), () -> HostModel.Done.NOTHING);
    }
}
