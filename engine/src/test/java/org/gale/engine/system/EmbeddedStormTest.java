package org.gale.engine.system;

import java.util.concurrent.atomic.AtomicReference;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.run.SilentListener;
import org.gale.engine.storm.run.StormProgress;
import org.gale.engine.storm.run.StormReport;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of storms that a program runs. */
class EmbeddedStormTest
{
    @Test
    void shouldEndInGoodOrderWhenItsListenerStopsIt()
    {
        final AtomicReference<EmbeddedStorm> storm = new AtomicReference<>();
        storm.set(EmbeddedStorm.builder().set("vms", "1").set("lpis", "64").set("devices", "1").set("journal", "none")
            .set("duration", "1h").listener(new SilentListener()
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
    void shouldRefuseAWrongSetting()
    {
        final EmbeddedStorm.Builder builder = EmbeddedStorm.builder();

        assertThrows(IllegalArgumentException.class, () -> builder.set("colour", "red"));
        assertThrows(IllegalArgumentException.class, () -> builder.set("vms", "many"));
        assertEquals("no setting: ops.delay",
            assertThrows(IllegalArgumentException.class, () -> builder.set("ops.delay", "1")).getMessage());
        assertThrows(OutcomeException.class, builder.set("resume", "/nowhere").set("seed", "2")::build);
    }
}
