package org.gale.engine.storm.run;

import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.ForwardingWorkload;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the law of plugs, and of the count of functions that commands have destroyed. */
@Tag("P1")
class PlugCheckTest
{
    private static final long COUNT = 2_000;
    private static final int DEVICE = 1;
    private static final int VECTOR = 3;
    private static final long TRIGGERED = 833;
    private static final long SEQUENCE = 900;

    private final DueLpis lpis = new DueLpis(Topology.of(config()).byTriggers());
    private final WitnessedVectors vectors = new WitnessedVectors(lpis, 4);
    private long claimed;

    private static StormConfig config()
    {
        return StormConfigs.begin().vms(2).vpes(2).devices(2).events(8).untimed().latencyEvery(1).countLimit(COUNT)
            .ratePerS(1e6).build();
    }

    private void command(final MsixVerb verb, final long... values)
    {
        final ExpandableArrayBuffer words = new ExpandableArrayBuffer();
        verb.encode(words, 0, values);
        vectors.function(verb, words, 0);
    }

    private void create()
    {
        command(MsixVerb.CREATE, DEVICE, 8, VectorWorkload.bar(DEVICE));
        for (int vector = 0; vector < 8; vector++)
        {
            vectors.store(VectorWorkload.bar(DEVICE) + 16L * vector + 12, Integer.BYTES, 0);
        }
        command(MsixVerb.CONTROL, DEVICE, 1, 1);
    }

    private String finding(final PlugCheck check)
    {
        return assertThrows(InvariantBrokenException.class, () -> check.check(vectors, SEQUENCE)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1 | 0 | 1 plug of functions came to an end, and commands have destroyed 0 functions",
        "0 | 1 | 0 plugs of functions came to an end, and commands have destroyed 1 function",
        "3 | 2 | 3 plugs of functions came to an end, and commands have destroyed 2 functions"})
    void shouldFindThatGuestsAndCommandsDiffer(final long plugs, final int destroyed, final String words)
    {
        final PlugCheck check = new PlugCheck(vectors, () -> claimed);
        for (int i = 0; i < destroyed; i++)
        {
            create();
            command(MsixVerb.DESTROY, DEVICE);
        }
        claimed = plugs;

        final String finding = finding(check);
        claimed = destroyed;

        assertTrue(finding.contains(words), finding);
        assertDoesNotThrow(() -> check.check(vectors, SEQUENCE));
    }

    @Test
    void shouldCompareNothingWhileAFunctionIsUnplugged()
    {
        final PlugCheck check = new PlugCheck(vectors, () -> claimed);
        create();
        command(MsixVerb.DESTROY, DEVICE);
        claimed = -1;

        assertDoesNotThrow(() -> check.check(vectors, SEQUENCE));
        claimed = 0;
        assertThrows(InvariantBrokenException.class, () -> check.check(vectors, SEQUENCE));
    }

    @Test
    void shouldCountFromItsBegin()
    {
        create();
        command(MsixVerb.DESTROY, DEVICE);
        final PlugCheck check = new PlugCheck(vectors, () -> claimed);

        assertDoesNotThrow(() -> check.check(vectors, SEQUENCE));
        create();
        command(MsixVerb.DESTROY, DEVICE);
        assertEquals(2, vectors.unplugged().count());
        assertTrue(finding(check).contains("destroyed 1 function"));
        claimed = 1;
        assertDoesNotThrow(() -> check.check(vectors, SEQUENCE));
    }

    /** A function is masked while it is triggered: destroyed so, it drops the event; unmasked before, it does not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNameTheVectorWhoseFunctionHeldAnEvent(final boolean isMasked)
    {
        create();
        vectors.trigger(Commands.trigger(DEVICE, VECTOR, 0), TRIGGERED);
        vectors.trigger(Commands.trigger(DEVICE, VECTOR + 2, 0), TRIGGERED + 1);
        command(MsixVerb.CONTROL, DEVICE, 1, isMasked ? 1 : 0);
        command(MsixVerb.DESTROY, DEVICE);

        assertEquals(1, vectors.unplugged().count());
        assertEquals(isMasked ? 2 : 0, vectors.unplugged().held());
        assertEquals(isMasked ? lpis.first(DEVICE) + VECTOR : DueLpis.NONE, vectors.unplugged().firstHeld());
        if (isMasked)
        {
            final String finding = assertThrows(InvariantBrokenException.class,
                () -> PlugCheck.checkHeld(vectors, lpis, SEQUENCE)).getMessage();
            assertTrue(finding.contains("vector 3 of function 1, triggered by command 833, is lost: its function was " +
                "unplugged while it held the event (2 such vectors)"), finding);
        }
        else
        {
            assertDoesNotThrow(() -> PlugCheck.checkHeld(vectors, lpis, SEQUENCE));
        }
    }

    /** The first finding stays, whatever later functions hold. */
    @Test
    void shouldKeepTheFirstVectorThatHeldAnEvent()
    {
        final UnpluggedFunctions functions = new UnpluggedFunctions();
        functions.add(new int[0]);
        assertEquals(DueLpis.NONE, functions.firstHeld());
        functions.add(new int[]{7, 9});
        functions.add(new int[]{2});

        assertEquals(3, functions.count());
        assertEquals(3, functions.held());
        assertEquals(7, functions.firstHeld());
    }

    /** A storm whose guests say that they have unplugged a function, which no command destroys. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void shouldEndTheStormWhoseGuestsCountOtherwise(final long plugs)
    {
        final StormConfig config = config();
        final Workload workload = new ForwardingWorkload(new VectorWorkload(new ResidentWorkload(config)))
        {
            @Override
            public long plugged()
            {
                return plugs;
            }
        };
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormVerdict verdict =
                new StormRun(Options.of(config, workload), machine, new NoLog()).run().verdict();

            if (plugs == 0)
            {
                assertNull(verdict.failure());
                return;
            }
            assertEquals(Outcome.INVARIANT_BROKEN, verdict.outcome(), verdict::failure);
            assertTrue(verdict.failure().contains(
                "1 plug of functions came to an end, and commands have destroyed 0 functions"), verdict::failure);
        }
    }
}
