package org.gale.engine.storm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.run.SilentListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms that a program runs. */
class EmbeddedStormTest
{
    @Test
    void shouldEndInGoodOrderWhenItsListenerStopsIt()
    {
        final AtomicReference<EmbeddedStorm> storm = new AtomicReference<>();
        storm.set(small().set("journal", "none").set("duration", "1h").listener(new SilentListener()
        {
            @Override
            public void running(final StormProgress progress, final long deliveredBefore)
            {
                storm.get().stop();
            }
        }).build());

        final StormReport report = storm.get().run();

        assertEquals(Outcome.INTERRUPTED, report.outcome(), report.failure());
    }

    @Test
    void shouldEndAtOnceWhenItWasStoppedBeforeItBegan()
    {
        final EmbeddedStorm storm = small().set("journal", "none").set("duration", "1h").build();
        storm.stop();

        assertEquals(Outcome.INTERRUPTED, storm.run().outcome());
    }

    @Test
    void shouldRunSeveralEnginesAndStopAllOfThem()
    {
        final StormReport report = small().set("vms", "2").set("engines", "2").set("count", "2k").build().run();
        final EmbeddedStorm stopped = small().set("vms", "2").set("engines", "2").set("journal", "none")
            .set("duration", "1h").build();
        stopped.stop();

        assertEquals(Outcome.OK, report.outcome(), report.failure());
        assertEquals(2, report.engines().all().size());
        assertEquals(2_000, report.result().totals().accounting().delivered());
        assertEquals(Outcome.INTERRUPTED, stopped.run().outcome());
    }

    @Test
    void shouldRemoveItsTemporaryJournalAtTheEnd()
    {
        final StormReport report = small().set("count", "2k").build().run();

        assertEquals(Outcome.OK, report.outcome(), report.failure());
        assertTrue(report.description().temporary());
        final Path journal = Path.of(System.getProperty("java.io.tmpdir"), report.description().journal());
        assertFalse(Files.exists(journal), journal::toString);
        assertEquals("unknown", report.description().platform().version(), "that of classes outside a jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "profile=lpi-stress", "profile=overcommit", "profile=direct toggles=1/100 moves=1/100",
    })
    void shouldMakeTheMachineOfItsProfile(final String settings)
    {
        final EmbeddedStorm.Builder builder = EmbeddedStorm.builder().set("clock", "virtual").set("count", "2k");
        for (final String setting : settings.split(" ", -1))
        {
            builder.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }

        final StormReport report = builder.build().run();

        assertEquals(Outcome.OK, report.outcome(), report.failure());
        assertEquals(StormProof.Extent.EQUAL, report.proof().extent());
    }

    @Test
    void shouldRefuseAWrongSetting()
    {
        final EmbeddedStorm.Builder builder = EmbeddedStorm.builder();

        assertThrows(IllegalArgumentException.class, () -> builder.set("colour", "red"));
        assertThrows(IllegalArgumentException.class, () -> builder.set("vms", "many"));
        assertEquals("no setting: ops.delay",
            assertThrows(IllegalArgumentException.class, () -> builder.set("ops.delay", "1")).getMessage());
        assertThrows(OutcomeException.class, builder.set("resume", "/nowhere").set("seed", "2")::build);
    }

    private static EmbeddedStorm.Builder small()
    {
        return EmbeddedStorm.builder().set("vms", "1").set("lpis", "64").set("devices", "1");
    }
}
