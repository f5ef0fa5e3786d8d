package org.gale.engine.storm.scenario;

import org.gale.engine.storm.figure.Figures;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

class JobNameTest
{
    @Test
    void shouldReserveTheNamesOfFigures()
    {
        Figures.ALL.forEach(metric -> assertNotNull(JobName.fault(metric.name().split("[.]", 2)[0]), metric.name()));
        Figures.OF_GROUPS.forEach(metric -> assertNotNull(JobName.fault(metric.name().split("[.]", 2)[0])));
        StopConditions.FORM.metrics().forEach(metric -> assertNotNull(JobName.fault(metric), metric));
        assertNull(JobName.fault("quiet"));
    }
}
