// The examples for one's own tests are tests themselves, of the built package.
import '../../examples/sql-filter/compile.test.ts'
