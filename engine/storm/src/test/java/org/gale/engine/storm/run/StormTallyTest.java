package org.gale.engine.storm.run;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.Unobserved;
import org.gale.engine.system.Machines;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StormTallyTest
{
    private static final int LONG_DEVICE = 0x2000_0000;

    private final StormTally tally = new StormTally(new Unobserved());
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[64 * Long.BYTES]);

    @Test
    void shouldCountEventsWhenOtherCommandsStandBetween()
    {
        int at = Commands.time(frame, 0, 1, Commands.msi(1, 1, 0));             // its second word is no event
        at = put(at, Commands.msi(1, 2, 0));
        at = put(at, Commands.msi(1, 3, 0));
        at = put(at, Commands.turn(0, 8));
        at = Commands.msiLong(frame, at, 0, LONG_DEVICE, 7);                    // its second word is no further event
        at = put(at, Commands.msi(1, 4, 0));

        tally.drained(frame, 0, at, 0);

        assertEquals(4, tally.offered());
        assertEquals(0, tally.delivered());
    }

    @Test
    void shouldCountAcknowledgesWhenOutputsFillSeveralBatches()
    {
        try (Outputs outputs = new Outputs())
        {
            final int count = DrainLimit.WORDS_MAX;
            for (int i = 0; i < count; i++)
            {
                outputs.acknowledged(0, Intid.of(Intid.TYPE_LPI, i));
                outputs.result(2L << 60);                                       // its second word is no acknowledge
            }

            tally.applied(outputs, 0);

            assertEquals(count, tally.delivered());
            assertEquals(0, tally.offered());
        }
    }

    @ParameterizedTest(name = "pins {0}, {1} deliveries")
    @CsvSource({"true, 3", "false, 4"})
    void shouldCountAcknowledgesOfSpisUnlessTheyArePins(final boolean hasPins, final int deliveries)
    {
        final StormTally ofPins = new StormTally(new Unobserved(), false, hasPins);
        try (Outputs outputs = new Outputs())
        {
            outputs.acknowledged(0, Intid.of(Intid.TYPE_LPI, 8));
            outputs.acknowledged(0, Intid.of(Intid.TYPE_SPI, 8));
            outputs.acknowledged(0, Intid.of(Intid.TYPE_PPI, 8));
            outputs.acknowledged(1, Intid.of(Intid.TYPE_LPI, 9));

            ofPins.applied(outputs, 0);

            assertEquals(deliveries, ofPins.delivered());
        }
    }

    @Test
    void shouldCountTriggersAsEvents()
    {
        int at = put(0, Commands.trigger(1, 2, 0));
        at = put(at, Commands.trigger(1, 3, 0));
        at = Commands.msiLong(frame, at, 1, LONG_DEVICE, 7);
        at = Commands.msiLong(frame, at, 2, LONG_DEVICE, 7);
        at = put(at, Commands.trigger(1, 4, 0));

        tally.drained(frame, 0, at, 0);

        assertEquals(5, tally.offered());
    }

    @Test
    void shouldCountEventsOfTheLargestBatch()
    {
        final UnsafeBuffer wide = new UnsafeBuffer(new byte[DrainLimit.WORDS_MAX * Long.BYTES]);
        for (int i = 0; i < DrainLimit.WORDS_MAX; i++)
        {
            wide.putLong(i * Long.BYTES, Commands.msi(0, i, 0));
        }

        tally.drained(wide, 0, wide.capacity(), 0);

        assertEquals(DrainLimit.WORDS_MAX, tally.offered());
    }

    @Test
    void shouldKeepTheAccountingWhenNothingIsRecorded()
    {
        final StormConfig config = Storms.small(1_000);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            final StormResult result =
                new StormRun(Options.of(config, new ResidentWorkload(config)), machine, new NoLog(),
                    recorder -> new Unobserved(), Timeline.HOST).run();

            assertEquals(1_000, result.totals().accounting().offered());
            assertEquals(1_000, result.totals().accounting().delivered());
            assertEquals(0, result.totals().accounting().remainder());
            assertEquals(0, result.latencies().response().getTotalCount());
        }
    }

    private int put(final int at, final long word)
    {
        frame.putLong(at, word);

        return at + Long.BYTES;
    }
}
