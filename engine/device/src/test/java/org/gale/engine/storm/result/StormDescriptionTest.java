package org.gale.engine.storm.result;

import org.gale.engine.report.StormResults;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what is known of a storm before it begins. */
class StormDescriptionTest
{
    @Test
    void shouldBeResumedBehindAPoint()
    {
        final StormResumed point = new StormResumed(0, 0, 1, 0, 0, 0);

        assertFalse(StormResults.SETTING.isResumed());
        assertTrue(StormResults.setting(
            StormResults.CONFIG, JobProfiles.ALL.of("default"), SettingValues.NONE, point).isResumed());
    }

    @Test
    void shouldHaveAJournalWithAName()
    {
        assertTrue(StormResults.SETTING.hasJournal());
        assertFalse(StormResults.with(StormResults.SETTING, "journal", "").hasJournal());
    }

    @ParameterizedTest
    @CsvSource({ "0, off", "1, all", "16, 1:16" })
    void shouldShowTheSamplingAsItsOptionIsWritten(final long divisor, final String text)
    {
        assertEquals(text, StormResults.setting(StormConfigs.begin().latencyEvery(divisor).build()).sampling());
    }
}
