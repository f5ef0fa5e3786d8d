package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.result.sweep.RunEnd;

/**
 * Laws of the result of a search: it follows from the span in the file of the sweep. The values that lead to a result
 * are found again, by arithmetic of the laws' own: what is at most the result did not hold, and what is above it held.
 * Used once.
 */
public final class SearchLaws
{
    private static final int TRY_LIMIT = 20;
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);
    private static final int DIGITS_OF_DOUBLE = 13;
    /** Whole roots above this may be rounded twice, where a half is as near as this part of them. */
    private static final double LARGE = 1e6;
    private static final double NEAR = 2e-14;
    private static final double HALF = 0.5;
    private static final double LARGEST = 1e15;
    private static final double ERROR = 1e-6;

    private final boolean isWhole;
    private BigDecimal low;
    private BigDecimal high;
    private int lowTry = 1;
    private int tries = 2;
    /** Whether no value so far is so near to a half that its rounding depends on the way to it. */
    private boolean isClear = true;

    private SearchLaws(final BigDecimal low, final BigDecimal high)
    {
        this.low = low;
        this.high = high;
        this.isWhole = SweptNumber.isWhole(low) && SweptNumber.isWhole(high);
    }

    /**
     * Returns the law that the result of a search breaks, with both values; null if it breaks none.
     *
     * @param search of the file of the sweep
     */
    public static String fault(final JsonNode search, final RunEnd.Found found)
    {
        if (!search.has(found.key()))
        {
            return "its search is for " + found.key() + ", which the file of the sweep does not search";
        }
        final String[] ends = search.get(found.key()).asText().split("-", -1);
        final String low = ends[0].strip();
        final String high = ends[1].strip();

        return found.bound() == null ? new SearchLaws(SweptNumber.of(low), SweptNumber.of(high)).fault(found) :
            bound(found, found.bound().holds() ? low : high);
    }

    /** Checks a search that ended at an end of its span. */
    private static String bound(final RunEnd.Found found, final String end)
    {
        final int due = found.bound().holds() ? 1 : 2;
        final BigDecimal value = SweptNumber.of(found.bound().value());
        if (value == null || value.round(DIGITS).compareTo(SweptNumber.of(end).round(DIGITS)) != 0)
        {
            return "its search for " + found.key() + " ends at " + found.bound().value() +
                ", and by the file of the sweep at " + end;
        }

        return found.tryNumber() == due ? null : "its search for " + found.key() + " ends at " + end + " by try " +
            found.tryNumber() + ", which is try " + due;
    }

    private String fault(final RunEnd.Found found)
    {
        final BigDecimal value = SweptNumber.of(found.value());
        final String name = "its search for " + found.key() + " found " + found.value();
        if (value == null || value.compareTo(low) < 0 || value.compareTo(high) >= 0)
        {
            return name + ", which is not from " + low.toPlainString() + " to below " + high.toPlainString();
        }
        for (BigDecimal next = between(); next != null && tries < TRY_LIMIT; next = between())
        {
            tries++;
            if (next.compareTo(value) > 0)
            {
                high = next;
            }
            else
            {
                low = next;
                lowTry = tries;
            }
        }
        final boolean isEqual =
            low.compareTo(value) == 0 && lowTry == found.tryNumber() && tries == found.tries();

        return isEqual || !isClear ? null : name + " by try " + found.tryNumber() + " of " + found.tries() +
            ", and its span leads to " + low.toPlainString() + " by try " + lowTry + " of " + tries;
    }

    /** {@return the value after the highest that did not hold and the lowest that held; null if none is between} */
    private BigDecimal between()
    {
        final BigDecimal middle = isWhole ? ofWhole() : ofDigits();
        final boolean isInside = middle.compareTo(low) > 0 && middle.compareTo(high) < 0;
        isClear &= isInside || isWhole;
        if (isInside)
        {
            return middle;
        }
        final boolean isEmpty = !isWhole || high.subtract(low).compareTo(BigDecimal.ONE) <= 0;

        return isEmpty ? null : middle.compareTo(low) <= 0 ? low.add(BigDecimal.ONE) : high.subtract(BigDecimal.ONE);
    }

    private BigDecimal ofWhole()
    {
        final BigInteger one = low.toBigIntegerExact();
        final BigInteger other = high.toBigIntegerExact();
        if (one.signum() == 0)
        {
            isClear &= high.doubleValue() < LARGEST;
            final BigInteger half = other.shiftRight(1);

            return new BigDecimal(other.testBit(0) && half.testBit(0) ? half.add(BigInteger.ONE) : half);
        }
        final BigInteger product = one.multiply(other);
        final BigInteger root = product.sqrt();
        final BigInteger beyond = product.subtract(root.multiply(root)).subtract(root);
        final double size = root.doubleValue();
        isClear &= size <= LARGE || Math.abs(beyond.doubleValue()) > NEAR * size * size;

        return new BigDecimal(beyond.signum() > 0 ? root.add(BigInteger.ONE) : root);
    }

    private BigDecimal ofDigits()
    {
        if (low.signum() == 0)
        {
            return high.multiply(BigDecimal.valueOf(HALF)).round(DIGITS);
        }
        final double root = Math.sqrt(low.doubleValue() * high.doubleValue());
        final BigDecimal rounded = new BigDecimal(root).round(new MathContext(DIGITS_OF_DOUBLE));
        isClear &= rounded.subtract(rounded.round(DIGITS)).abs().compareTo(
            rounded.round(DIGITS).ulp().multiply(BigDecimal.valueOf(HALF - ERROR))) < 0;

        return rounded.round(DIGITS);
    }
}
