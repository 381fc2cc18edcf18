'''The operator library: whole-tensor operators, written in the language itself.'''

from freetensor.libop.arithmetic import (
    add, add_, ceildiv, ceildiv_, floordiv, floordiv_, max, max_, min, min_, mod, mod_, mul, mul_, remainder,
    remainder_, round_towards_0_div, round_towards_0_div_, sub, sub_, truediv, truediv_,
)
from freetensor.libop.assigning import add_to, assign, floordiv_to, mod_to, mul_to, sub_to, truediv_to
from freetensor.libop.comparison import (
    eq, eq_, ge, ge_, gt, gt_, l_and, l_and_, l_or, l_or_, le, le_, lt, lt_, ne, ne_,
)
from freetensor.libop.conv import conv, conv_
from freetensor.libop.creation import full, full_, ones, ones_, zeros, zeros_
from freetensor.libop.einsum import einsum, einsum_
from freetensor.libop.logical_reduction import (
    all, all_, any, any_, reduce_l_and, reduce_l_and_, reduce_l_or, reduce_l_or_,
)
from freetensor.libop.matmul import gemm, gemm_, matmul, matmul_
from freetensor.libop.pooling import global_avg_pool, global_avg_pool_, max_pool, max_pool_
from freetensor.libop.rearrange import concat, concat_, stack, stack_, transpose, transpose_
from freetensor.libop.reduction import (
    reduce_max, reduce_max_, reduce_min, reduce_min_, reduce_prod, reduce_prod_, reduce_sum, reduce_sum_,
)
from freetensor.libop.reshape import (
    expand, expand_, flatten, flatten_, reshape, reshape_, squeeze, squeeze_, unsqueeze, unsqueeze_,
)
from freetensor.libop.softmax import logsumexp, logsumexp_, softmax, softmax_
from freetensor.libop.unary import (
    abs, abs_, ceil, ceil_, cos, cos_, exp, exp_, floor, floor_, l_not, l_not_, ln, ln_, neg, neg_, relu,
    relu_, sigmoid, sigmoid_, sin, sin_, sqrt, sqrt_, square, square_, tan, tan_, tanh, tanh_,
)
