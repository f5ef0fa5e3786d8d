package org.gale.engine.storm.scenario;

import org.gale.engine.support.Distributions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class DistributionTest
{
    @ParameterizedTest
    @ValueSource(strings = {
        "0s", "2us", "1354ns", "1s", "{uniform: {from: 1us, to: 3us}}", "{exponential: 2us}",
        "{lognormal: {median: 2us, sigma: 0.5}}", "{pareto: {alpha: 1.5, min: 1us, cap: 1ms}}",
        "{list: [[1us, 9], [20us, 1]]}", "{list: [[5ms, 0.25]]}" })
    void shouldReadItsOwnText(final String text)
    {
        assertEquals(text, Distributions.of(text).text());
        assertEquals(Distributions.of(text), Distributions.of(text.replace(" ", "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{ uniform : { to: 3us , from: 1.5us } } | {uniform: {from: 1500ns, to: 3us}}",
        "{exponential:0.002ms}                   | {exponential: 2us}",
        "{list: [ [1us,9.0] ,[20us , 1] ]}       | {list: [[1us, 9], [20us, 1]]}",
        "0ns                                     | 0s",
        "0                                       | 0s",
        "{uniform: {from: 0, to: 5ns}}           | {uniform: {from: 0s, to: 5ns}}" })
    void shouldShowOneTextForEachWayToWriteADistribution(final String text, final String shown)
    {
        assertEquals(shown, Distributions.of(text).text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2us                                        | 2000",
        "{uniform: {from: 1us, to: 3us}}            | 2000",
        "{exponential: 2us}                         | 2000",
        "{lognormal: {median: 2us, sigma: 0}}       | 2000",
        "{lognormal: {median: 2us, sigma: 1}}       | 3297.4425414",
        "{pareto: {alpha: 2, min: 1us, cap: 4us}}   | 1750",
        "{pareto: {alpha: 1, min: 1us, cap: 1us}}   | 1000",
        "{pareto: {alpha: 0.5, min: 1us, cap: 4us}} | 3000",
        "{list: [[1us, 9], [20us, 1]]}              | 2900" })
    void shouldKnowTheMean(final String text, final double meanNs)
    {
        assertEquals(meanNs, Distributions.of(text).meanNs(), 1e-6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-1us           | '-1us' is below 0 (try 2us, or 0 for no time)",
        "2              | '2' is not a duration in whole ns (try 2us, or {exponential: 2us})",
        "0.5ns          | '0.5ns' is not a duration in whole ns (try 2us, or {exponential: 2us})",
        "2000s          | '2000s' is longer than 1,000s, the limit of a time (try 2us)",
        "{normal: 2us}  | 'normal' is no distribution, which are uniform, exponential, lognormal, pareto, list",
        "{uniforn: 2us} | 'uniforn' is no distribution, which are uniform, exponential, lognormal, pareto, list: " +
            "did you mean 'uniform'?",
        "{pareto: 2us}  | '2us' is no distribution (try {pareto: {alpha: 1.5, min: 1us, cap: 1ms}})",
        "{exponential}  | 'exponential: ' is no distribution (try {exponential: 2us})",
        "{exponential: {mean: 2us}} | 'exponential: {mean: 2us}' is no distribution (try {exponential: 2us})",
        "{uniform: {from: 3us, to: 1us}} | from 3us is longer than to 1us (try {uniform: {from: 1us, to: 3us}})",
        "{uniform: {from: 3us}}          | 'to' is missing (try {uniform: {from: 1us, to: 3us}})",
        "{uniform: {from: 3us, too: 4us}} | 'too' is not one of from, to: did you mean 'to'? " +
            "(try {uniform: {from: 1us, to: 3us}})",
        "{uniform: {from: 1us, from: 1us, to: 2us}} | '{uniform: {from: 1us, from: 1us, to: 2us}}' is no " +
            "distribution (try {exponential: 2us})",
        "{lognormal: {median: 2us, sigma: 5}} | sigma '5' is not a number from 0 to 4 (try 1 or 0.5)",
        "{pareto: {alpha: 0, min: 1us, cap: 2us}} | alpha 0 is not above 0 (try {pareto: {alpha: 1.5, min: 1us, " +
            "cap: 1ms}})",
        "{pareto: {alpha: 1, min: 0ns, cap: 2us}} | min 0ns is not above 0 (try {pareto: {alpha: 1.5, min: 1us, " +
            "cap: 1ms}})",
        "{pareto: {alpha: 1, min: 3us, cap: 2us}} | min 3us is longer than cap 2us (try {pareto: {alpha: 1.5, " +
            "min: 1us, cap: 1ms}})",
        "{list: [[1us, 0]]} | list: all weights are 0 (try {list: [[1us, 9], [20us, 1]]})",
        "{list: [1us, 2]}   | 'list: [1us, 2]' is no distribution (try {list: [[1us, 9], [20us, 1]]})",
        "{list: [[1us]]}    | 'list: [1us]' is no distribution (try {list: [[1us, 9], [20us, 1]]})",
        "{list: [[1us, x]]} | weight 'x' is not a number from 0 to 2,147,483,647 (try 1 or 0.5)" })
    void shouldSayWhatIsWrong(final String text, final String message)
    {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> Distributions.of(text)).getMessage());
    }

    @Test
    void shouldRefuseALongListAndALongText()
    {
        final String list = "{list: [" + "[1us, 1], ".repeat(64) + "[1us, 1]]}";
        final String text = "{exponential: " + "1".repeat(5_000) + "}";

        assertEquals("list: 65 times are too many: at most 64",
            assertThrows(IllegalArgumentException.class, () -> Distributions.of(list)).getMessage());
        assertEquals("'exponential: 1111111111111111111111111111111111111111111111111111111111111111...' is no " +
            "distribution (try {exponential: 2us})",
            assertThrows(IllegalArgumentException.class, () -> Distributions.of(text)).getMessage());
    }
}
